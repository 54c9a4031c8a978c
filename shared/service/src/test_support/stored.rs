//! The tests of stored shapes.

/// The tests that the stored shapes of every service pass. They stand in a module that has `read`, `write`, `ReadError` and
/// `Event`, and of the service's samples `one_of_each` and `more`. `$unknown` is a kind that there is not; `$second` gives
/// events of kinds that gained fields after they were first stored, each with the name of that shape.
///
/// The golden files of new kinds are written by hand: `cargo test -p <crate> -- --ignored write_golden`.
#[macro_export]
macro_rules! test_stored_shapes {
    (unknown: $unknown:literal $(, second: $second:path)?) => {
        fn kind(event: &Event) -> &'static str {
            write(event).0
        }

        fn golden_files() -> ::std::path::PathBuf {
            ::std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
        }

        /// The golden files, each with the event that it holds.
        fn golden() -> Vec<(::std::path::PathBuf, Event)> {
            let file = |name: &str| golden_files().join(format!("{name}.v1.bin"));
            let first = one_of_each().into_iter().map(|event| (file(kind(&event)), event));
            $(let first = first.chain(
                $second().into_iter().map(|(name, event)| (file(&format!("{}.{name}", kind(&event))), event)),
            );)?
            first.collect()
        }

        #[test]
        fn every_event_is_read_as_it_was_written() {
            for event in one_of_each().into_iter().chain(more()) {
                let (kind, bytes) = write(&event);
                assert_eq!(read(kind, &bytes).unwrap(), event);
            }
        }

        #[test]
        fn every_kind_has_a_name_of_its_own() {
            let kinds: ::std::collections::BTreeSet<_> = one_of_each().iter().map(kind).collect();
            assert_eq!(kinds.len(), one_of_each().len());
            assert!(kinds.iter().all(|kind| kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
        }

        #[test]
        fn every_golden_file_is_read_for_ever() {
            for (file, event) in golden() {
                assert_eq!(read(kind(&event), &::std::fs::read(file).unwrap()).unwrap(), event);
            }
        }

        #[test]
        fn every_golden_file_is_of_a_kind_that_is_known() {
            let known: ::std::collections::BTreeSet<_> = golden().into_iter().map(|(file, _)| file).collect();
            let found = ::std::fs::read_dir(golden_files()).unwrap().map(|file| file.unwrap().path());
            let found: ::std::collections::BTreeSet<_> = found.filter(|path| path.is_file()).collect();
            assert_eq!(found, known);
        }

        #[test]
        #[ignore = "writes the golden files of new kinds"]
        fn write_golden() {
            for (file, event) in golden() {
                if !file.exists() {
                    ::std::fs::write(file, write(&event).1).unwrap();
                }
            }
        }

        #[test]
        fn what_is_not_known_is_not_read() {
            assert!(matches!(read($unknown, &[]), Err(ReadError::Kind)));
            // Every kind has at least one field that must be there.
            for event in &one_of_each() {
                assert!(matches!(read(kind(event), &[]), Err(ReadError::Value(_))), "{}", kind(event));
            }
        }

        ::proptest::proptest! {
            #[test]
            fn no_bytes_make_it_panic(
                index in ::proptest::prelude::any::<::proptest::sample::Index>(),
                bytes in ::proptest::collection::vec(::proptest::prelude::any::<u8>(), 0..60),
            ) {
                let _ = read(kind(index.get(&one_of_each())), &bytes);
            }
        }
    };
}
