//! Where a person lives, and which regional services are competent there.
//!
//! The key is the REFNIS code (code INS, NIS-code) of the municipality of the main residence. A postal
//! code will not do: neighbouring ones lie in different Regions.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::Language;
use crate::municipalities::{Municipality, find};

/// The REFNIS code of a Belgian municipality: five digits, the first two of which name the arrondissement.
///
/// It can be made for the 565 municipalities of 1 January 2025 and for the 29 that mergers abolished since
/// 1 January 2019, which older residences still name. Codes that ended before 2019, by the mergers and the
/// renumbering in Hainaut of that day, are refused: the law that the platform implements began in 2022.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MunicipalityCode(u32);

/// Why a text is no [`MunicipalityCode`]. The messages never repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MunicipalityError {
    /// Not the form of a code.
    #[error("the REFNIS code of a municipality has five digits; a postal code has four and is none")]
    Form,
    /// The form of a code, but none that was in use.
    #[error("no Belgian municipality has had this REFNIS code since 1 January 2019")]
    Unknown,
}

/// A Region of Belgium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Region {
    /// The Flemish Region.
    Flanders,
    /// The Walloon Region, the German-speaking municipalities included.
    Wallonia,
    /// The Brussels-Capital Region.
    Brussels,
}

/// A regional service that an insured person can be referred to (rule X1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegionalService {
    /// VDAB, the employment service of Flanders.
    Vdab,
    /// GTB, the partner for people with a disability in Flanders.
    Gtb,
    /// Forem, the employment service of Wallonia without the German-speaking municipalities.
    Forem,
    /// `AViQ`, the agency for people with a disability there.
    Aviq,
    /// ADG (Arbeitsamt), the employment service of the German-speaking Community.
    Adg,
    /// Actiris, the employment service of Brussels.
    Actiris,
    /// Bruxelles Formation, which trains French speakers in Brussels.
    BruxellesFormation,
    /// PHARE, the service for people with a disability in Brussels.
    Phare,
}

/// What a [`RegionalService`] is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceRole {
    /// Finding work.
    Employment,
    /// Vocational training.
    Training,
    /// Support of people with a disability.
    Disability,
}

impl MunicipalityCode {
    /// Reads a code: five digits and nothing else.
    ///
    /// # Errors
    /// [`MunicipalityError`] says whether the form is wrong or the code unknown.
    pub fn parse(text: &str) -> Result<Self, MunicipalityError> {
        if text.len() != 5 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(MunicipalityError::Form);
        }
        let code = text.parse::<u32>().map_err(|_| MunicipalityError::Form)?;
        Self::try_from(code)
    }

    /// The code as a number, 10000 to 99999.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// What the municipality is called. Statbel has names in French and Dutch: for German and English this
    /// is the name in use there, which the German-speaking municipalities have in German.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        let Municipality { nl, fr, .. } = self.municipality();
        match (language, self.region()) {
            (Language::French, _) => fr,
            (Language::Dutch, _) => nl,
            (_, Region::Wallonia) if !self.is_german_speaking() => fr,
            _ => nl,
        }
    }

    /// The first day the municipality no longer existed; `None` for one that exists.
    #[must_use]
    pub fn abolished_on(self) -> Option<NaiveDate> {
        self.municipality().merger.map(|merger| merger.on)
    }

    /// The municipality that an abolished one became part of; `None` for one that exists.
    #[must_use]
    pub fn merged_into(self) -> Option<Self> {
        self.municipality().merger.map(|merger| Self(merger.into))
    }

    /// The Region it lies in.
    #[must_use]
    pub fn region(self) -> Region {
        match self.0 / 1000 {
            // Antwerp, Flemish Brabant, West and East Flanders, Limburg.
            11..=13 | 23 | 24 | 31..=38 | 41..=46 | 71..=73 => Region::Flanders,
            21 => Region::Brussels,
            // Walloon Brabant (25), Hainaut, Liège, Luxembourg, Namur.
            _ => Region::Wallonia,
        }
    }

    /// Whether it is one of the nine municipalities of the German language area (Constitution, art. 4),
    /// where the German-speaking Community and not the Walloon Region looks after employment.
    #[must_use]
    pub const fn is_german_speaking(self) -> bool {
        matches!(self.0, 63001 | 63012 | 63013 | 63023 | 63040 | 63048 | 63061 | 63067 | 63087)
    }

    /// The regional services competent for who lives here, the employment service first (rule X1).
    ///
    /// For the German-speaking municipalities ADG stands alone: the Community's service for people with a
    /// disability is left out, as no source at hand names it with certainty.
    #[must_use]
    pub fn services(self) -> &'static [RegionalService] {
        use RegionalService::{Actiris, Adg, Aviq, BruxellesFormation, Forem, Gtb, Phare, Vdab};
        match self.region() {
            Region::Flanders => &[Vdab, Gtb],
            Region::Wallonia if self.is_german_speaking() => &[Adg],
            Region::Wallonia => &[Forem, Aviq],
            Region::Brussels => &[Actiris, BruxellesFormation, Phare],
        }
    }

    /// The employment service competent for who lives here.
    #[must_use]
    pub fn employment_service(self) -> RegionalService {
        self.services()[0]
    }

    fn municipality(self) -> &'static Municipality {
        find(self.0).expect("a code is only made for a municipality of the list")
    }
}

/// Writes the five digits.
impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<u32> for MunicipalityCode {
    type Error = MunicipalityError;

    fn try_from(code: u32) -> Result<Self, Self::Error> {
        match find(code) {
            Some(_) => Ok(Self(code)),
            None if (10_000..=99_999).contains(&code) => Err(MunicipalityError::Unknown),
            None => Err(MunicipalityError::Form),
        }
    }
}

impl FromStr for MunicipalityCode {
    type Err = MunicipalityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Region {
    /// The code in the exchange formats of the Belgian authorities: `BE-VLG`, `BE-WAL` or `BE-BRU`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Flanders => "BE-VLG",
            Self::Wallonia => "BE-WAL",
            Self::Brussels => "BE-BRU",
        }
    }
}

impl RegionalService {
    /// The name it goes by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vdab => "VDAB",
            Self::Gtb => "GTB",
            Self::Forem => "Forem",
            Self::Aviq => "AViQ",
            Self::Adg => "ADG",
            Self::Actiris => "Actiris",
            Self::BruxellesFormation => "Bruxelles Formation",
            Self::Phare => "PHARE",
        }
    }

    /// What it is there for. VDAB, Forem and ADG train as well as find work.
    #[must_use]
    pub const fn role(self) -> ServiceRole {
        match self {
            Self::Vdab | Self::Forem | Self::Adg | Self::Actiris => ServiceRole::Employment,
            Self::BruxellesFormation => ServiceRole::Training,
            Self::Gtb | Self::Aviq | Self::Phare => ServiceRole::Disability,
        }
    }
}

/// Writes the name it goes by.
impl fmt::Display for RegionalService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
