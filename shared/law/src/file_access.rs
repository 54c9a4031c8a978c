//! Who may see a file, beyond what their role may: a restricted file, and access in an emergency (D2).
//!
//! The law of 12 December 2021, art. 2, § 1/2, gives the coordinator and the physician access to the dossier. The staff of a
//! mutuality become unfit for work too, and their colleagues must not be able to look (Regulation (EU) 2016/679, art. 5(1)(f)
//! and 32). So a file can be restricted to the staff whom a list names. Who is not on it, and must act at once, opens the file
//! for a short time, with a reason, and somebody else says afterwards whether that was justified. All of it is our own reading.
//!
//! Who sees the file at an instant follows from the acts before it and from the day alone: nothing runs out by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::law::Judged;
use crate::months::days_after;
use crate::parameter::{EMERGENCY_ACCESS_DAYS, EMERGENCY_REVIEW_TARGET_DAYS, ParameterVersion};

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;

/// The most subjects that keep access to a restricted file.
pub const MOST_ADMITTED: usize = 20;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$arm_doc:meta])* $arm:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$arm_doc])* $arm,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$arm),+];

            /// A stable text.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$arm => $code,)+
                }
            }
        }
    };
}

codes! {
    /// Why a file is restricted.
    RestrictionReason {
        /// The person is of the insurer's own staff.
        OwnStaff = "own_staff",
        /// Staff of the insurer know the person.
        KnownToStaff = "known_to_staff",
        /// The person asked for it.
        AskedByPerson = "asked_by_person",
        /// Another one.
        Other = "other",
    }
}

codes! {
    /// Why a restricted file is opened by who is not on its list.
    EmergencyReason {
        /// Who is on the list is absent, and a last day of the law is near.
        NobodyAvailable = "nobody_available",
        /// The person is in need of something that cannot wait.
        PersonInNeed = "person_in_need",
        /// A court or an authority asks.
        AuthorityAsks = "authority_asks",
        /// Another one, which the words tell.
        Other = "other",
    }
}

codes! {
    /// What the review of an access in an emergency found.
    ReviewOutcome {
        /// It was justified.
        Justified = "justified",
        /// It was not.
        NotJustified = "not_justified",
    }
}

/// Who may see a file, as every service of the platform holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileAccess {
    /// The staff who keep access, while the file is restricted; `None` while it is not.
    pub admitted: Option<BTreeSet<String>>,
    /// Who opened the file in an emergency, each with the last day of it.
    pub opened: BTreeMap<String, NaiveDate>,
}

impl FileAccess {
    /// Whether a member of the staff may see the file on a day.
    #[must_use]
    pub fn admits(&self, subject: &str, on: NaiveDate) -> bool {
        !self.leaves_out(subject) || self.opened.get(subject).is_some_and(|last_day| on <= *last_day)
    }

    /// Whether the file is restricted to a list without this member of the staff, whatever they opened in an emergency.
    #[must_use]
    pub fn leaves_out(&self, subject: &str) -> bool {
        self.admitted.as_ref().is_some_and(|admitted| !admitted.contains(subject))
    }

    /// Everybody whom the file is or was opened to, each with the last day; whoever is on the list has none.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Option<NaiveDate>)> {
        let admitted = self.admitted.iter().flatten().map(|subject| (subject.as_str(), None));
        let on_list = |subject: &str| self.admitted.as_ref().is_some_and(|admitted| admitted.contains(subject));
        let opened = self.opened.iter().map(|(subject, last_day)| (subject.as_str(), Some(*last_day)));
        admitted.chain(opened.filter(move |(subject, _)| !on_list(subject)))
    }
}

/// An access in an emergency. Its `Debug` does not tell the words.
#[derive(Clone, PartialEq, Eq)]
pub struct Emergency {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The opaque subject of who opened the file.
    pub subject: String,
    /// The code of their role.
    pub role: String,
    /// Why.
    pub reason: EmergencyReason,
    /// Why, in their own words.
    pub words: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// The last day on which they see the file, in Brussels.
    pub last_day: NaiveDate,
    /// The day by which the access should be reviewed (own target).
    pub review_by: NaiveDate,
    /// The figure that gave the last day.
    pub access_figure: ParameterVersion,
    /// The figure that gave the day of the review.
    pub review_figure: ParameterVersion,
}

impl fmt::Debug for Emergency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Emergency({})", self.number)
    }
}

/// What was said afterwards of an access in an emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What was found.
    pub outcome: ReviewOutcome,
    /// The opaque subject of who looked.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
}

/// What an act changed of who may see a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// The file was restricted to a list.
    Restricted {
        /// Who keeps access.
        admitted: BTreeSet<String>,
        /// Why.
        reason: RestrictionReason,
    },
    /// The list was changed.
    ListChanged {
        /// Who was added.
        admitted: BTreeSet<String>,
        /// Who was removed.
        removed: BTreeSet<String>,
    },
    /// The restriction was lifted.
    Lifted,
    /// Who is not on the list opened the file in an emergency.
    Opened(Emergency),
    /// An access in an emergency was reviewed.
    Reviewed {
        /// Its number.
        number: u32,
        /// The review.
        review: Review,
    },
}

/// A change of who may see a file, as it is recorded: what changed, and who may see the file after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChanged {
    /// What changed.
    pub change: FileChange,
    /// Who may see the file from then on.
    pub access: FileAccess,
    /// The day.
    pub on: NaiveDate,
}

/// What another service told of who may see a file: all of it, in the place of what was told before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileAccessTold {
    /// Who may see the file.
    pub access: FileAccess,
    /// The day of the change.
    pub on: NaiveDate,
    /// The ledger that told it.
    pub ledger: String,
    /// The place there.
    pub position: u64,
}

impl FileAccessTold {
    /// Whether it tells anything that was not known.
    #[must_use]
    pub fn changes(&self, known: &FileAccess) -> bool {
        self.access != *known
    }
}

/// What can be asked about who may see a file.
#[derive(Clone, PartialEq, Eq)]
pub enum FileAct {
    /// Restrict it to a list.
    Restrict {
        /// Who keeps access.
        admitted: BTreeSet<String>,
        /// Why.
        reason: RestrictionReason,
    },
    /// Change the list.
    ChangeList {
        /// Whom to add.
        admit: BTreeSet<String>,
        /// Whom to remove.
        remove: BTreeSet<String>,
        /// The opaque subject of who asks; nobody where the mutuality's own systems do.
        by: Option<String>,
    },
    /// Lift the restriction.
    Lift {
        /// The opaque subject of who asks; nobody where the mutuality's own systems do.
        by: Option<String>,
    },
    /// Open it in an emergency.
    Open {
        /// The opaque subject of who asks.
        subject: String,
        /// The code of their role.
        role: String,
        /// Why.
        reason: EmergencyReason,
        /// Why, in their own words.
        words: String,
    },
    /// Review such an access.
    Review {
        /// Its number in the case.
        number: u32,
        /// What was found.
        outcome: ReviewOutcome,
        /// The opaque subject of who looked.
        by: String,
    },
}

/// The words of an emergency are not told.
impl fmt::Debug for FileAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Restrict { .. } => "Restrict",
            Self::ChangeList { .. } => "ChangeList",
            Self::Lift { .. } => "Lift",
            Self::Open { .. } => "Open",
            Self::Review { .. } => "Review",
        })
    }
}

/// Why who may see a file does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotChanged {
    /// It is restricted already, to another list or for another reason.
    AlreadyRestricted,
    /// It is not restricted.
    NotRestricted,
    /// The list would name nobody.
    NobodyLeft,
    /// The list would name too many.
    TooManyAdmitted,
    /// The file is not closed to who would open it in an emergency. They are told that there is no such case.
    NotClosed,
    /// No access in an emergency has that number.
    NoSuchAccess,
    /// It was reviewed, with another outcome.
    AlreadyReviewed,
    /// Nobody reviews their own access.
    OwnAccess,
    /// To open a file in an emergency is to see it, and not to say who may.
    NotOnTheList,
    /// An access in an emergency of who asks was found not to be justified: they are put on the list, or do not see the file.
    FoundNotJustified,
}

impl NotChanged {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::AlreadyRestricted,
        Self::NotRestricted,
        Self::NobodyLeft,
        Self::TooManyAdmitted,
        Self::NotClosed,
        Self::NoSuchAccess,
        Self::AlreadyReviewed,
        Self::OwnAccess,
        Self::NotOnTheList,
        Self::FoundNotJustified,
    ];

    /// A stable text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyRestricted => "ALREADY_RESTRICTED",
            Self::NotRestricted => "NOT_RESTRICTED",
            Self::NobodyLeft => "NOBODY_LEFT",
            Self::TooManyAdmitted => "TOO_MANY_ADMITTED",
            Self::NotClosed => "NOT_CLOSED",
            Self::NoSuchAccess => "NO_SUCH_ACCESS",
            Self::AlreadyReviewed => "ALREADY_REVIEWED",
            Self::OwnAccess => "OWN_ACCESS",
            Self::NotOnTheList => "NOT_ON_THE_LIST",
            Self::FoundNotJustified => "FOUND_NOT_JUSTIFIED",
        }
    }
}

impl fmt::Display for NotChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyRestricted => {
                f.write_str("the file is restricted already; its list is changed by an act of its own")
            }
            Self::NotRestricted => f.write_str("the file is not restricted"),
            Self::NobodyLeft => f.write_str("the list would name nobody"),
            Self::TooManyAdmitted => write!(f, "the list would name more than {MOST_ADMITTED}"),
            Self::NotClosed => f.write_str("the file is not closed to who asks"),
            Self::NoSuchAccess => f.write_str("there is no such access in an emergency"),
            Self::AlreadyReviewed => f.write_str("the access was reviewed, with another outcome"),
            Self::OwnAccess => f.write_str("nobody reviews their own access"),
            Self::NotOnTheList => f.write_str("who opened the file in an emergency does not change who may see it"),
            Self::FoundNotJustified => f.write_str(
                "an earlier access of who asks was found not to be justified: who keeps the list of the file puts them on it",
            ),
        }
    }
}

/// Who may see a file, and how it came to that: dated facts. Only [`apply`](Self::apply) changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Who may see it.
    pub access: FileAccess,
    /// Why it is restricted and since when, while it is.
    pub restriction: Option<(RestrictionReason, NaiveDate)>,
    /// The accesses in an emergency, in the order of their numbers, each with its review. None is ever removed.
    pub emergencies: Vec<(Emergency, Option<Review>)>,
}

impl File {
    /// Decides an act of an instant; `on` is its day, with the law by which it is judged. `None` where it changes nothing.
    ///
    /// # Errors
    /// If it is refused.
    pub fn decide(&self, act: &FileAct, now: DateTime<Utc>, on: Judged) -> Result<Option<FileChanged>, NotChanged> {
        let today = on.on;
        let mut access = self.access.clone();
        access.opened.retain(|_, last_day| today <= *last_day);
        let change = match act {
            FileAct::Restrict { admitted, reason } => {
                match (&self.access.admitted, self.restriction) {
                    (Some(known), Some((because, _))) if known == admitted && because == *reason => return Ok(None),
                    (Some(_), _) => return Err(NotChanged::AlreadyRestricted),
                    (None, _) => access.admitted = Some(listed(admitted.clone())?),
                }
                FileChange::Restricted { admitted: admitted.clone(), reason: *reason }
            }
            FileAct::ChangeList { by: Some(by), .. } | FileAct::Lift { by: Some(by) } if self.access.leaves_out(by) => {
                return Err(NotChanged::NotOnTheList);
            }
            FileAct::ChangeList { admit, remove, by: _ } => {
                let known = self.access.admitted.as_ref().ok_or(NotChanged::NotRestricted)?;
                let list: BTreeSet<String> = known.union(admit).filter(|it| !remove.contains(*it)).cloned().collect();
                // Who opened it in an emergency is removed as who is on the list.
                let mut removed: BTreeSet<String> = known.difference(&list).cloned().collect();
                removed.extend(remove.iter().filter(|it| access.opened.remove(*it).is_some()).cloned());
                let admitted: BTreeSet<String> = list.difference(known).cloned().collect();
                if admitted.is_empty() && removed.is_empty() {
                    return Ok(None);
                }
                access.admitted = Some(listed(list)?);
                FileChange::ListChanged { admitted, removed }
            }
            FileAct::Lift { by: _ } => {
                access.admitted.take().ok_or(NotChanged::NotRestricted)?;
                // A list that is made later is not opened by what was opened before it.
                access.opened.clear();
                FileChange::Lifted
            }
            FileAct::Open { subject, role, reason, words } => {
                if !self.access.leaves_out(subject) {
                    return Err(NotChanged::NotClosed);
                }
                // Only who keeps the list lets them in again.
                let unjustified = |review: &Review| review.outcome == ReviewOutcome::NotJustified;
                let mut theirs = self.emergencies.iter().filter(|(known, _)| known.subject == *subject);
                if theirs.any(|(_, review)| review.as_ref().is_some_and(unjustified)) {
                    return Err(NotChanged::FoundNotJustified);
                }
                let (days, review) = (on.figure(&EMERGENCY_ACCESS_DAYS), on.figure(&EMERGENCY_REVIEW_TARGET_DAYS));
                let last_day = days_after(today, days.value);
                if access.opened.get(subject).is_some_and(|known| last_day <= *known) {
                    return Ok(None);
                }
                access.opened.insert(subject.clone(), last_day);
                FileChange::Opened(Emergency {
                    number: u32::try_from(self.emergencies.len()).unwrap_or(u32::MAX).saturating_add(1),
                    subject: subject.clone(),
                    role: role.clone(),
                    reason: *reason,
                    words: words.clone(),
                    opened_at: now,
                    last_day,
                    review_by: days_after(today, review.value),
                    access_figure: days.version,
                    review_figure: review.version,
                })
            }
            FileAct::Review { number, outcome, by } => {
                let known = self.emergencies.iter().find(|(known, _)| known.number == *number);
                let (emergency, review) = known.ok_or(NotChanged::NoSuchAccess)?;
                match review {
                    _ if emergency.subject == *by => return Err(NotChanged::OwnAccess),
                    Some(review) if review.outcome == *outcome => return Ok(None),
                    Some(_) => return Err(NotChanged::AlreadyReviewed),
                    None => {}
                }
                // One that was opened since ends by a review of its own.
                let this = access.opened.get(&emergency.subject) == Some(&emergency.last_day);
                if *outcome == ReviewOutcome::NotJustified && this {
                    access.opened.remove(&emergency.subject);
                }
                let review = Review { outcome: *outcome, by: by.clone(), on: today };
                FileChange::Reviewed { number: *number, review }
            }
        };
        Ok(Some(FileChanged { change, access, on: today }))
    }

    /// Applies a change. It decides nothing.
    pub fn apply(&mut self, changed: &FileChanged) {
        self.access.clone_from(&changed.access);
        match &changed.change {
            FileChange::Restricted { reason, .. } => self.restriction = Some((*reason, changed.on)),
            FileChange::ListChanged { .. } => {}
            FileChange::Lifted => self.restriction = None,
            FileChange::Opened(emergency) => self.emergencies.push((emergency.clone(), None)),
            FileChange::Reviewed { number, review } => {
                if let Some((_, known)) = self.emergencies.iter_mut().find(|(known, _)| known.number == *number) {
                    *known = Some(review.clone());
                }
            }
        }
    }
}

/// A list that can be that of a restricted file.
fn listed(list: BTreeSet<String>) -> Result<BTreeSet<String>, NotChanged> {
    match list.len() {
        0 => Err(NotChanged::NobodyLeft),
        1..=MOST_ADMITTED => Ok(list),
        _ => Err(NotChanged::TooManyAdmitted),
    }
}
