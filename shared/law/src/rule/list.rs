//! The rules themselves, in the order of their ids.

macro_rules! rules {
    ($($variant:ident { source: $source:literal, own: $own:literal, summary: $summary:literal })+) => {
        /// One rule. The letter says what it is about: time (T), the questionnaire (Q), the medical
        /// assessment (M), the dossier and the trajectory (D), the partners (X), the coordinators (K), reports (R).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $summary] $variant,)+
        }

        impl Rule {
            /// Every rule, in the order of the ids.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The id, for example `T1`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)+
                }
            }

            /// Where the rule comes from.
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self {
                    $(Self::$variant => $source,)+
                }
            }

            /// What the rule says, in one sentence.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $summary,)+
                }
            }

            /// Whether the rule, or a part of it, is our own reading because the sources are silent.
            #[must_use]
            pub const fn own_reading(self) -> bool {
                match self {
                    $(Self::$variant => $own,)+
                }
            }
        }
    };
}

rules! {
    T1 {
        source: "Platform convention",
        own: true,
        summary: "Legal dates are dates of the Brussels calendar, and a day ends at midnight there, whatever the clocks do."
    }
    T2 {
        source: "Circular 2022/383, part III",
        own: false,
        summary: "Months of incapacity are counted from its first day, fall back to the end of a shorter month, and tile."
    }
    T3 {
        source: "Circular 2022/383, part III; the manner of counting is our own reading",
        own: true,
        summary: "A time limit includes the day it reaches, warns a day earlier, and moves for no weekend or holiday."
    }
    T4 {
        source: "INAMI presentation 2016; practice slides",
        own: false,
        summary: "After twelve months of primary incapacity the person is an invalid."
    }
    T5 {
        source: "INAMI presentation 2016, part 1.1; the definition is our own reading",
        own: true,
        summary: "Every day is a working day but Sundays and the ten legal public holidays, counted from the day after the event."
    }
    T6 {
        source: "Circular 2022/383; how deadlines are kept is our own reading",
        own: true,
        summary: "A deadline tells its rule, its days and who acts, and what happened to it; it is never moved or dropped silently."
    }
    T7 {
        source: "Law of 12 December 2021, title and art. 2; Circular 2022/383, title",
        own: false,
        summary: "The trajectory is for those insured as employees, the unemployed among them, and not for the self-employed."
    }
    T8 {
        source: "Law of 12 December 2021, art. 6; Circular 2022/383, title; the transition is our own reading",
        own: true,
        summary: "An event is judged by the law in force on its day, of which the first is 1 January 2022."
    }
    T9 {
        source: "Own reading",
        own: true,
        summary: "When the first day of incapacity changes the deadlines follow openly, and after a relapse the physician enters it."
    }
    Q1 {
        source: "Circular 2022/383, part III, 3.1, step 2; INAMI's statistics of questionnaires sent",
        own: false,
        summary: "Ten weeks after the first day of incapacity the physician sends the questionnaire."
    }
    Q2 {
        source: "Circular 2022/383, part III, 3.1, step 2",
        own: false,
        summary: "The physician may keep the questionnaire back for one of thirteen listed medical reasons."
    }
    Q3 {
        source: "Circular 2022/383, part III, 3.1, step 2",
        own: false,
        summary: "Who gets no questionnaire for a medical reason is told so, without the diagnosis and with a coordinator to contact."
    }
    Q4 {
        source: "Circular 2022/383, part III, 3.1, step 2",
        own: false,
        summary: "No questionnaire goes out while a CODEX trajectory is asked for, authorised work is done, or a route B trajectory runs."
    }
    Q5 {
        source: "Circular 2022/383, part III, 3.1, step 3, and part V",
        own: false,
        summary: "The completed questionnaire is due back within two weeks of its sending."
    }
    Q6 {
        source: "Circular 2022/383, part III, 3.1, step 3; the target is our own",
        own: true,
        summary: "When it is not back in time the coordinator is asked to help, and a late answer still counts."
    }
    Q7 {
        source: "Circular 2022/383, part III, 3.1, step 4",
        own: false,
        summary: "Who cannot complete the questionnaire even with help is examined for the estimate, unless an examination is out of place."
    }
    Q8 {
        source: "Circular 2022/383, part III, 3.2, steps 2 and 3",
        own: false,
        summary: "In route B a questionnaire precedes the first contact, unless one of this incapacity still holds."
    }
    Q9 {
        source: "Circular 2022/383, part III, 3.1, step 2; the form is our own reading",
        own: true,
        summary: "A questionnaire has versions, an answer is checked against its own, and a completed answer never changes."
    }
    Q10 {
        source: "Circular 2022/383, part III, 3.1, step 3",
        own: false,
        summary: "A questionnaire that comes back without being duly completed counts as not returned."
    }
    M1 {
        source: "Circular 2022/383, part III, 3.1, step 1; INAMI presentation 2016",
        own: false,
        summary: "Incapacity is declared by certificate, and recognised or refused by the physician during the first year."
    }
    M2 {
        source: "INAMI presentation 2016",
        own: false,
        summary: "Incapacity is recognised only of who has ceased all activity."
    }
    M3 {
        source: "Circular 2022/383, part III, 3.1, step 4",
        own: false,
        summary: "In month 4 the physician first estimates the remaining capacities, with the file, the questionnaire and, if needed, the coordinator."
    }
    M4 {
        source: "Circular 2022/383, part III, 3.1, step 4",
        own: false,
        summary: "No first estimate is made while a CODEX trajectory is asked for, authorised work is done, or a route B trajectory runs."
    }
    M5 {
        source: "Circular 2022/383, part III, 3.1, step 4; the target is our own",
        own: true,
        summary: "Who could not complete the questionnaire is invited to an examination, unless the medical information speaks against it."
    }
    M6 {
        source: "Circular 2022/383, part III, 3.1, step 5; the refusal after month 6 is our own reading",
        own: true,
        summary: "The estimate puts the person in one of four categories, with or without an examination, and in category 1 until the end of month 6 only."
    }
    M7 {
        source: "Circular 2022/383, part III, 3.1, step 5; the target is our own",
        own: true,
        summary: "Who is in category 1 and still incapacitated after six months must be examined, as we aim for by the end of month 7."
    }
    M8 {
        source: "Circular 2022/383, part III, 3.1, step 5",
        own: false,
        summary: "Who is in category 3 is examined in month 7 at the latest."
    }
    M9 {
        source: "Practice slides",
        own: false,
        summary: "Each later evaluation may change the category, and every evaluation is kept with its basis."
    }
    M10 {
        source: "Circular 2022/383, part III, 3.1, step 6",
        own: true,
        summary: "Who is in category 4, at the first estimate or later, and in our own reading from category 2 as well, is referred to the coordinator."
    }
    M11 {
        source: "Circular 2022/383, part III, 3.1, step 6",
        own: false,
        summary: "The physician never sends a person with a contract straight to the occupational physician for a CODEX trajectory."
    }
    M12 {
        source: "Circular 2022/383, part III, 3.1, step 5",
        own: false,
        summary: "A trajectory that is asked for at an examination and that the category rules out is refused in writing."
    }
    M13 {
        source: "Circular 2022/383, part III, 3.2, steps 5 and 6; the target is our own",
        own: true,
        summary: "In route B the physician decides after the first contact, against it only when the state of health is incompatible."
    }
    M14 {
        source: "Coordinated law of 14 July 1994, art. 100, § 2; INAMI presentation 2016, part 1.1; the target before the resumption is our own",
        own: true,
        summary: "Authorised work is asked for before it begins and decided on by the thirtieth working day from its first."
    }
    M15 {
        source: "Circular 2022/383, part VI",
        own: false,
        summary: "Recognition cannot end on a date that a statutory presumption of incapacity covers."
    }
    M16 {
        source: "Coordinated law of 14 July 1994, art. 109bis; INAMI presentation 2016, part 1.2; Circular 2022/383, part IV, 4.2; the target is our own",
        own: true,
        summary: "A vocational rehabilitation programme is proposed by the physician and approved by the CSCMI, which opens costs and bonuses."
    }
    M17 {
        source: "Circular 2022/383, part VII; its extension to the whole team is our own reading",
        own: true,
        summary: "Members of the team who are not physicians only prepare the evaluation of incapacity, and may do all reintegration work."
    }
    M18 {
        source: "INAMI presentation 2016, part 1.2; that the six months after it are not covered is our own reading",
        own: true,
        summary: "Incapacity is presumed while an authorised rehabilitation programme is followed."
    }
    M19 {
        source: "INAMI presentation 2016, part 1.2; practice slides",
        own: false,
        summary: "Rehabilitation is voluntary and open from recognition on to who cannot, or not soon, take up a known occupation again."
    }
    M20 {
        source: "Circular 2022/383, part III, 3.1, step 4, which lists three exceptions and not this one; our own reading",
        own: true,
        summary: "Keeping the questionnaire back for a medical reason does not dispense with the estimate in month 4."
    }
    M21 {
        source: "Coordinated law of 14 July 1994, art. 100, § 2; INAMI presentation 2016, part 1.1; how a bracket counts is our own reading",
        own: true,
        summary: "Authorised work is voluntary, binds no employer, and reduces the benefit by brackets of income."
    }
    M22 {
        source: "INAMI presentation 2016, part 3",
        own: false,
        summary: "The certificate states an expected end and a first prognosis of return."
    }
    D1 {
        source: "Law of 12 December 2021, art. 2, § 1/2; where what is needed to reach the person belongs is our own reading",
        own: true,
        summary: "Who is on a trajectory has one electronic dossier, with identity, health, career, and contacts and actions, and nothing else."
    }
    D2 {
        source: "Law of 12 December 2021, art. 2, § 1/2; that nobody else has access is our own reading",
        own: true,
        summary: "The coordinator and the physician have access to the dossier, and who is given a task gets the task and not the dossier."
    }
    D3 {
        source: "Law of 12 December 2021, art. 2, § 1/2; Circular 2022/383, part III, 3.1, step 7",
        own: false,
        summary: "At the first contact written consent is asked for each of four purposes, and nothing is processed in the dossier without it."
    }
    D4 {
        source: "Circular 2022/383, part III, 3.1, step 7; after a late estimate it is our own reading",
        own: true,
        summary: "The first contact takes place in month 6 at the latest, or within a month of a referral that comes later."
    }
    D5 {
        source: "Circular 2022/383, part III, 3.1, step 7; when the contact is due after the work is our own reading",
        own: true,
        summary: "In route A no first contact takes place while authorised work is done."
    }
    D6 {
        source: "Circular 2022/383, part III, 3.2, steps 1 to 4; the month from the request and the target are our own",
        own: true,
        summary: "Who asks for a trajectory always gets an appointment, and meets the coordinator within a month of the completed questionnaire."
    }
    D7 {
        source: "Circular 2022/383, part III, 3.2, step 5; the target is our own",
        own: true,
        summary: "After the first contact of route B the coordinator tells the physician of it and asks for the authorisation."
    }
    D8 {
        source: "Circular 2022/383, part III, 3.2, step 6",
        own: false,
        summary: "After a decision against the trajectory a new contact follows within a month of the previous one, to adapt the actions or to end."
    }
    D9 {
        source: "Circular 2022/383, part III, 3.1, step 7, and 3.2, step 4",
        own: false,
        summary: "At the first contact the role is explained, the first step checked and consent asked, and the contact and its actions are registered."
    }
    D10 {
        source: "Circular 2022/383, part V; which columns of its table are meant is our own reading",
        own: true,
        summary: "Each kind of contact has its channels, and a contact through another one is refused."
    }
    D11 {
        source: "Circular 2022/383, part II, 2.2.2, and part III, 3.1, step 7, and 3.2, step 4",
        own: false,
        summary: "After the first contact the person (a) with a contract goes to the occupational physician, (b) follows an AMI trajectory, or (c) goes no further."
    }
    D12 {
        source: "Circular 2022/383, part I and part IV, 4.1; that a running CODEX trajectory bars the start is our own reading",
        own: true,
        summary: "An AMI trajectory starts (A) without a contract, (B) without referral to the occupational physician, (C) after a visit and against a CODEX trajectory, or (D) after one that ended definitively unfit."
    }
    D13 {
        source: "Circular 2022/383, part IV, 4.1; that it starts on the day of the last signature is our own reading",
        own: true,
        summary: "Coordinator, physician and person start an AMI trajectory by signing a commitment to support and to cooperate."
    }
    D14 {
        source: "Circular 2022/383, part IV, 4.1; what follows a CODEX trajectory that ends otherwise is our own reading",
        own: true,
        summary: "The occupational physician is told of an AMI trajectory of who has a contract, and a CODEX trajectory that the employer asks for suspends it."
    }
    D15 {
        source: "Circular 2022/383, part IV, 4.2",
        own: false,
        summary: "The first follow-up interview takes place within a month of the commitment that coordinator and person signed."
    }
    D16 {
        source: "Circular 2022/383, part IV, 4.2; the target is our own",
        own: true,
        summary: "A reintegration plan has objectives, the final result aimed at, a concrete action and the next follow-up appointment."
    }
    D17 {
        source: "Circular 2022/383, part IV, 4.2",
        own: false,
        summary: "With the person's agreement coordinator and physician consult the treating physician, the therapeutic adviser, regional advisers and other providers."
    }
    D18 {
        source: "Circular 2022/383, part IV, 4.2",
        own: false,
        summary: "A plan towards vocational rehabilitation needs the approval of the CSCMI, one towards employment a proposal to the physician."
    }
    D19 {
        source: "Circular 2022/383, part IV, 4.2 and 4.3; practice slides; that the months roll from the last follow-up or contact is our own reading",
        own: true,
        summary: "A plan is followed up every three months unless the dossier justifies another rhythm, and the treating physician is told; every other dossier is looked at as often."
    }
    D20 {
        source: "Circular 2022/383, part VI; that a plan is established on the day it is signed is our own reading",
        own: true,
        summary: "The plan of an AMI trajectory presumes incapacity until the day before (a) paid work or (b) an approved programme, until (c) the last day that the coordinator sets, and (d) for six months at most."
    }
    D21 {
        source: "Circular 2022/383, part VI",
        own: false,
        summary: "The plan of a CODEX trajectory presumes incapacity from its signature until (a) the day before work resumes under it, and (b) for six months at most."
    }
    D22 {
        source: "Circular 2022/383, part VI; what counts as another plan is our own reading",
        own: true,
        summary: "A plan has one presumption of incapacity, which adapting or suspending it neither renews nor prolongs."
    }
    D23 {
        source: "Own reading",
        own: true,
        summary: "Of any date it can be asked whether incapacity is presumed on it, by which plan, from when until when, and what ends it."
    }
    D24 {
        source: "Circular 2022/383, part IV, 4.4; the target and the list of outcomes are our own",
        own: true,
        summary: "The results of the trajectory are evaluated and registered."
    }
    D25 {
        source: "Circular 2022/383, part I; practice slides; how they lie beside a formal trajectory is our own reading",
        own: true,
        summary: "What is done towards work outside a formal trajectory can be registered: a short accompaniment to a partial resumption, a training, voluntary work."
    }
    D26 {
        source: "Practice slides; Circular 2022/383, part III, 3.1, step 4; how messages are kept and read is our own reading",
        own: true,
        summary: "Physician and coordinator consult each other on a case, and nobody else is brought in without the person's consent."
    }
    D27 {
        source: "Circular 2022/383, part II, 2.2.1; Law of 12 December 2021, art. 3",
        own: false,
        summary: "A contact with a third party takes place in concertation with the physician and with the person's agreement."
    }
    D28 {
        source: "Law of 12 December 2021, art. 2, § 1/1",
        own: false,
        summary: "The plan is multidisciplinary: person, coordinator, physician and the others concerned concert on it."
    }
    D29 {
        source: "Practice slides",
        own: false,
        summary: "The coordinator is no job coach, which is a partner's work, and can be reached by the telephone number on every letter."
    }
    D30 {
        source: "Own reading",
        own: true,
        summary: "What comes before consent, up to the organisation of the first contact, rests on the insurance law and is kept apart from the dossier."
    }
    D31 {
        source: "Own reading",
        own: true,
        summary: "A duty to inform whose purpose was refused is recorded as barred, shown to the coordinator, and not carried out."
    }
    X1 {
        source: "Practice slides; INAMI presentation 2016, part 1.2; that the municipality decides is our own reading",
        own: true,
        summary: "The regional service follows from the municipality of the main residence, and another one is chosen with a reason."
    }
    X2 {
        source: "Circular 2022/383, part III, 3.1, step 7, and part IV; practice slides",
        own: false,
        summary: "A referral asks for a pre-return visit, a CODEX trajectory, an orientation examination, training, job coaching, advice on adapted work, or something else."
    }
    X3 {
        source: "Law of 12 December 2021, art. 2, § 1/2; Circular 2022/383, part IV, 4.2; what each partner needs is our own reading",
        own: true,
        summary: "A referral needs consent and the person's agreement when it is sent, and carries only what that partner needs, a diagnosis to physicians only."
    }
    X4 {
        source: "Practice slides",
        own: false,
        summary: "A referral is acknowledged, then accepted or declined with a reason, and what the partner undertakes by when is followed."
    }
    X5 {
        source: "Circular 2022/383, part IV, 4.1, and part VI",
        own: false,
        summary: "The occupational physician's service tells of CODEX requests and who made them, of visits and plans, of work resumed, and of how it ended."
    }
    X6 {
        source: "Own reading",
        own: true,
        summary: "What is delivered to a partner is kept until it has it, sent again as often as needed, and seen once."
    }
    X7 {
        source: "Law of 12 December 2021, art. 2, § 1/2; our own reading",
        own: true,
        summary: "A partner sees only what is addressed to its own organisation, and anything else is to it as if it did not exist."
    }
    X8 {
        source: "Practice slides; the circular has no base for it; by when route B is offered is our own reading",
        own: true,
        summary: "A regional service receives an invalid who comes by themselves, and points who is in primary incapacity to the coordinator."
    }
    X9 {
        source: "Circular 2022/383, part IV, 4.2; INAMI presentation 2016, part 1.2",
        own: false,
        summary: "The CSCMI answers a proposal for a rehabilitation programme: it approves or refuses it."
    }
    X10 {
        source: "INAMI presentation 2016, part 1.2; Circular 2022/383, part VI",
        own: false,
        summary: "A regional service tells of intake, start, hours effectively followed, and the end of a programme, with success or without."
    }
    X11 {
        source: "Circular 2022/383, part IV, 4.2; practice slides",
        own: false,
        summary: "Treating physician, therapist, psychologist, regional adviser and other providers are recipients of their own, each by consent and agreement."
    }
    R2 {
        source: "Law of 12 December 2021, art. 2, § 1/2; when a file is closed is our own reading",
        own: true,
        summary: "The data of a case are kept for three years from the 1 January after the closure of the incapacity file."
    }
    R3 {
        source: "Regulation (EU) 2016/679, art. 5(2) and 32; our own reading",
        own: true,
        summary: "Each reading and writing of personal data is recorded: who, in what role, for which purpose, when, and of which dossier."
    }
    R4 {
        source: "Regulation (EU) 2016/679, art. 15",
        own: false,
        summary: "The insured person can get everything that is held on them, and see who looked."
    }
    R5 {
        source: "Law of 12 December 2021, art. 2, § 1/2",
        own: false,
        summary: "Each insurer is controller of its own data: nothing goes from one to another but by a transfer that is recorded."
    }
    K1 {
        source: "Circular 2022/383, part II, 2.1",
        own: false,
        summary: "A coordinator has a degree of level B and the certificate, or obtains it within two years of taking up the function."
    }
    K2 {
        source: "Circular 2022/383, part II, 2.1; how a year is counted and made good is our own reading",
        own: true,
        summary: "A certified coordinator attends at least half of the moments of intervision of a calendar year, of which four count."
    }
    K3 {
        source: "Own reading",
        own: true,
        summary: "Who no longer qualifies as a coordinator is given no new dossiers, and theirs are listed to be given to others."
    }
    R1 {
        source: "Law of 12 December 2021, art. 2, § 1/3; which the actions are, and that a case is told by a keyed reference, is our own reading",
        own: true,
        summary: "Each year the insurer sends INAMI, electronically, the data on the actions of the trajectories of the calendar year before."
    }
    R6 {
        source: "Law of 12 December 2021, art. 5; INAMI's barometer; the list of figures and their rounding is our own reading",
        own: true,
        summary: "Duration and deadlines, whom the trajectories reach, results, cooperation, presumptions and the durability of a return can be studied in figures."
    }
}
