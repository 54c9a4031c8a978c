//! Compiles the contracts under `proto/` with protox, so that no protoc is needed.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use prost::Message as _;
use protox::prost_reflect::{DescriptorPool, MessageDescriptor};

/// The fields of a request that name a case. A test holds the contracts to these names.
const CASE_FIELDS: [&str; 2] = ["case_id", "relapse_of"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto");
    let third_party = root.join("third_party");
    println!("cargo:rerun-if-changed={}", root.display());

    let mut compiler = protox::Compiler::new([&third_party, &root])?;
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(proto_files(&root)?)?;
    let set = compiler.encode_file_descriptor_set();
    let pool = compiler.descriptor_pool();

    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptor_set.binpb"), &set)?;
    fs::write(out.join("redacted.rs"), redacted_debug(&pool)?)?;
    fs::write(out.join("names_cases.rs"), names_cases(&pool)?)?;

    let mut set = tonic_prost_build::FileDescriptorSet::decode(set.as_slice())?;
    // tonic-types has the Rust types of google.rpc.
    set.file.retain(|file| file.package() != "google.rpc");

    let mut config = tonic_prost_build::Config::new();
    config.enable_type_names();
    config.type_name_domain(["."], "type.googleapis.com");
    config.skip_debug(personal(&pool).map(|message| format!(".{}", message.full_name())));
    config.include_file("contracts.rs");
    tonic_prost_build::configure().compile_fds_with_config(set, config)?;
    Ok(())
}

/// Every proto file below a directory, sorted so that the output never depends on the file system.
fn proto_files(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "proto") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The messages with a field marked `debug_redact`: it is personal, and must not reach a log.
fn personal(pool: &DescriptorPool) -> impl Iterator<Item = MessageDescriptor> {
    pool.all_messages().filter(|message| {
        message.fields().any(|field| {
            let marked = field.options().get_field_by_name("debug_redact").and_then(|mark| mark.as_bool());
            marked == Some(true)
        })
    })
}

/// `Debug` for those messages and their oneofs: the name and no more.
fn redacted_debug(pool: &DescriptorPool) -> Result<String, std::fmt::Error> {
    let mut code = String::new();
    for message in personal(pool) {
        let package = message.package_name().replace('.', "::").replace("::type::", "::r#type::");
        let name = message.name();
        let mut types = vec![format!("{package}::{name}")];
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            types.push(format!("{package}::{}::{}", snake_case(name), upper_camel_case(oneof.name())));
        }
        for path in types {
            writeln!(
                code,
                "impl ::core::fmt::Debug for {path} {{
                    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{
                        formatter.write_str(\"{name}(..)\")
                    }}
                }}"
            )?;
        }
    }
    Ok(code)
}

/// `NamesCases` for every request of a method: the fields by which it names a case.
fn names_cases(pool: &DescriptorPool) -> Result<String, std::fmt::Error> {
    let methods = pool.services().flat_map(|service| service.methods().collect::<Vec<_>>());
    let requests: BTreeMap<String, MessageDescriptor> =
        methods.map(|method| (method.input().full_name().to_owned(), method.input())).collect();
    let mut code = String::new();
    for request in requests.values() {
        let named = request.fields().filter(|field| CASE_FIELDS.contains(&field.name()));
        let fields: Vec<_> = named.map(|field| format!("&mut self.{}", field.name())).collect();
        let fields = fields.join(", ");
        let is_act = request.get_field_by_name("request_id").is_some();
        let request_id = if is_act { "&self.request_id" } else { "\"\"" };
        let path = request.package_name().replace('.', "::").replace("::type::", "::r#type::");
        writeln!(
            code,
            "impl crate::NamesCases for {path}::{} {{
                fn case_ids(&mut self) -> Vec<&mut String> {{ vec![{fields}] }}
                fn request_id(&self) -> &str {{ {request_id} }}
            }}",
            request.name()
        )?;
    }
    Ok(code)
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn upper_camel_case(name: &str) -> String {
    let words = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}
