//! What makes the ledger provable: leaves, the chain over them, the Merkle tree over them, and signed checkpoints.
//!
//! Four hashes, each with a first byte of its own so that none can pass for another:
//! leaf = SHA-256(0, fields), node = SHA-256(1, left, right) as in RFC 6962, link = SHA-256(2, previous, leaf),
//! genesis = SHA-256(3, ledger, epoch).

use ring::digest::{Context, SHA256};
use uuid::Uuid;

/// A SHA-256 digest.
pub type Hash = [u8; 32];

const LEAF: u8 = 0;
const NODE: u8 = 1;
const LINK: u8 = 2;
const GENESIS: u8 = 3;

/// Feeds fields with their length before them, so that no two lists of fields give the same bytes.
struct Fields(Context);

impl Fields {
    fn new(domain: u8) -> Self {
        let mut context = Context::new(&SHA256);
        context.update(&[domain]);
        Self(context)
    }

    fn bytes(mut self, field: &[u8]) -> Self {
        self.0.update(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(field);
        self
    }

    fn number(self, field: i64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    fn finish(self) -> Hash {
        finish(self.0)
    }
}

fn finish(context: Context) -> Hash {
    context.finish().as_ref().try_into().expect("SHA-256 gives 32 bytes")
}

/// The fields of an event that its leaf covers: all that is stored of it but the hashes.
#[derive(Debug, Clone, Copy)]
pub struct LeafFields<'a> {
    /// The ledger's name.
    pub ledger: &'a str,
    /// Its place in the ledger, from 1.
    pub position: i64,
    /// The stream (case).
    pub stream: Uuid,
    /// Its place in the stream, from 1.
    pub version: i64,
    /// What kind of event.
    pub kind: &'a str,
    /// The version of the kind's shape.
    pub schema: i64,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
    /// The civil date from which it counts, ISO.
    pub effective_on: &'a str,
    /// Who acted, in what role.
    pub actor: &'a str,
    /// The rule it rests on.
    pub basis: &'a str,
    /// The request that caused it.
    pub request_id: Uuid,
    /// The W3C trace context it was caused in.
    pub trace: &'a str,
    /// The clear part, as stored.
    pub header: &'a [u8],
    /// The sealed part, as stored.
    pub sealed: &'a [u8],
}

impl LeafFields<'_> {
    /// The leaf: the hash of everything stored of the event.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        Fields::new(LEAF)
            .bytes(self.ledger.as_bytes())
            .number(self.position)
            .bytes(self.stream.as_bytes())
            .number(self.version)
            .bytes(self.kind.as_bytes())
            .number(self.schema)
            .number(self.recorded_at)
            .bytes(self.effective_on.as_bytes())
            .bytes(self.actor.as_bytes())
            .bytes(self.basis.as_bytes())
            .bytes(self.request_id.as_bytes())
            .bytes(self.trace.as_bytes())
            .bytes(self.header)
            .bytes(self.sealed)
            .finish()
    }
}

/// The hash before a ledger's first event.
#[must_use]
pub fn genesis(ledger: &str, epoch: Uuid) -> Hash {
    Fields::new(GENESIS).bytes(ledger.as_bytes()).bytes(epoch.as_bytes()).finish()
}

/// The chain's next hash.
#[must_use]
pub fn link(previous: &Hash, leaf: &Hash) -> Hash {
    pair(LINK, previous, leaf)
}

fn pair(domain: u8, left: &Hash, right: &Hash) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&[domain]);
    context.update(left);
    context.update(right);
    finish(context)
}

/// The right edge of the Merkle tree over all leaves (RFC 6962): enough to append to it and to know its root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// The roots of the perfect subtrees, the largest first: one for each bit set in `size`.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Reads the stored form: the peaks one after another. `None` if it does not fit the size.
    #[must_use]
    pub fn read(size: i64, stored: &[u8]) -> Option<Self> {
        let size = u64::try_from(size).ok()?;
        let (peaks, rest) = stored.as_chunks::<32>();
        (rest.is_empty() && peaks.len() == size.count_ones() as usize).then(|| Self { size, peaks: peaks.to_vec() })
    }

    /// The stored form.
    #[must_use]
    pub fn stored(&self) -> Vec<u8> {
        self.peaks.concat()
    }

    /// Adds the next leaf.
    ///
    /// # Panics
    /// Never: there is a peak for each bit set in the size.
    pub fn append(&mut self, leaf: Hash) {
        let mut node = leaf;
        let mut subtrees = self.size;
        while subtrees & 1 == 1 {
            let left = self.peaks.pop().expect("a peak for each bit set");
            node = pair(NODE, &left, &node);
            subtrees >>= 1;
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root over all leaves; that of an empty tree is the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => finish(Context::new(&SHA256)),
            Some(last) => peaks.fold(*last, |right, left| pair(NODE, left, &right)),
        }
    }
}

/// A statement of where a ledger stood. Signed, it goes to the services and partners that listen, so that the
/// operator of the ledger alone cannot rewrite what lies before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The ledger's name.
    pub ledger: String,
    /// The ledger's epoch: another one after a restore.
    pub epoch: Uuid,
    /// How many events it had.
    pub position: i64,
    /// The chain's hash there.
    pub hash: Hash,
    /// The Merkle root over the leaves up to there.
    pub merkle_root: Hash,
    /// When it was signed, in microseconds since 1970.
    pub signed_at: i64,
}

impl Statement {
    /// The bytes that are signed.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = b"trajet checkpoint v1\n".to_vec();
        for field in [
            self.ledger.as_bytes(),
            self.epoch.as_bytes(),
            &self.position.to_be_bytes(),
            &self.hash,
            &self.merkle_root,
            &self.signed_at.to_be_bytes(),
        ] {
            bytes.extend_from_slice(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            bytes.extend_from_slice(field);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(n: u8) -> Hash {
        [n; 32]
    }

    /// The definition of RFC 6962, section 2.1, written down as it stands there.
    fn naive_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => finish(Context::new(&SHA256)),
            [one] => *one,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                pair(NODE, &naive_root(&leaves[..split]), &naive_root(&leaves[split..]))
            }
        }
    }

    #[test]
    fn the_frontier_gives_the_root_of_the_whole_tree_and_survives_storing() {
        let leaves: Vec<Hash> = (0..70).map(leaf).collect();
        let mut frontier = Frontier::default();
        for (count, next) in leaves.iter().enumerate() {
            assert_eq!(frontier.root(), naive_root(&leaves[..count]));
            frontier.append(*next);
            let size = i64::try_from(count + 1).expect("small");
            assert_eq!(Frontier::read(size, &frontier.stored()), Some(frontier.clone()));
            assert_eq!(
                Frontier::read(size + 1, &frontier.stored()).is_some(),
                (count + 1).count_ones() == (count + 2).count_ones()
            );
        }
    }

    #[test]
    fn no_two_field_lists_share_a_leaf() {
        let fields = LeafFields {
            ledger: "a/1",
            position: 1,
            stream: Uuid::nil(),
            version: 1,
            kind: "kind",
            schema: 1,
            recorded_at: 1,
            effective_on: "2022-09-01",
            actor: "ab",
            basis: "c",
            request_id: Uuid::nil(),
            trace: "",
            header: b"",
            sealed: b"",
        };
        assert_ne!(fields.leaf(), LeafFields { actor: "a", basis: "bc", ..fields }.leaf());
        assert_ne!(fields.leaf(), LeafFields { header: b"x", ..fields }.leaf());
        assert_ne!(LeafFields { sealed: b"x", ..fields }.leaf(), LeafFields { header: b"x", ..fields }.leaf());
    }
}
