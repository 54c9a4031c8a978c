//! The valid medical reasons for which no questionnaire is sent (Q2).

use std::fmt;

use crate::codes::codes;

codes! {
    /// A situation on the list of the Commission supérieure du Conseil médical de l'invalidité (Hoge commissie van de
    /// Geneeskundige raad voor invaliditeit), as Circular 2022/383, part III, 3.1, step 2, gives it.
    ///
    /// The list is closed. The physician chooses from it; nothing derives it from other data. As it tells a diagnosis,
    /// its `Debug` does not show which one it is.
    pub enum CscmiReason {
        /// Severe oncological disease (*pathologie oncologique sévère*).
        SevereOncologicalDisease = "severe_oncological_disease",
        /// Transplant of the heart, a lung, the liver, a kidney or the intestine (*transplantation du cœur et/ou d'un
        /// poumon, du foie, d'un rein ou de l'intestin*).
        OrganTransplant = "organ_transplant",
        /// Amputation of one or both whole upper or lower limbs (*amputation d'un ou des deux membres
        /// supérieurs/inférieurs, tout le membre*).
        LimbAmputation = "limb_amputation",
        /// Acquired para-, hemi- or tetraplegia or -paresis (*paraplégie, hémiplégie, tétraplégie, paraparésie,
        /// hémiparésie, tétraparésie acquise*).
        AcquiredParalysis = "acquired_paralysis",
        /// Dementia in its various forms (*démence, diverses formes*).
        Dementia = "dementia",
        /// Korsakoff syndrome (*syndrome de Korsakoff*).
        KorsakoffSyndrome = "korsakoff_syndrome",
        /// Coma.
        Coma = "coma",
        /// Neurodegenerative disease: spinal amyotrophy such as amyotrophic lateral sclerosis, Parkinson's disease,
        /// parkinsonism (*affections neurodégénératives*).
        NeurodegenerativeDisease = "neurodegenerative_disease",
        /// Severe acquired visual impairment of both eyes (*troubles visuels graves bilatéraux acquis*).
        SevereVisualImpairment = "severe_visual_impairment",
        /// Decompensated cirrhosis of the liver (*cirrhose du foie décompensée*).
        DecompensatedLiverCirrhosis = "decompensated_liver_cirrhosis",
        /// End-stage renal failure (*insuffisance rénale terminale*).
        EndStageRenalFailure = "end_stage_renal_failure",
        /// Severe polytrauma (*polytraumatisme grave*).
        SeverePolytrauma = "severe_polytrauma",
        /// Severe burns (*brûlures graves*).
        SevereBurns = "severe_burns",
    }
}

impl fmt::Debug for CscmiReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CscmiReason(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q2_the_list_is_closed_at_thirteen() {
        assert_eq!(CscmiReason::ALL.len(), 13);
        for reason in CscmiReason::ALL {
            assert_eq!(CscmiReason::from_code(reason.code()), Some(*reason));
        }
        assert_eq!(CscmiReason::from_code("fatigue"), None);
    }

    #[test]
    fn q2_a_reason_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", CscmiReason::Coma), "CscmiReason(..)");
    }
}
