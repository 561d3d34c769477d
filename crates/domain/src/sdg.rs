//! The Sustainable Development Goals that the site refers to: official wordings with their sources.

/// A goal, a target or an indicator in its official wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficialWording {
    /// Such as 16, 16.9 or 16.9.1.
    pub number: &'static str,
    /// In the Japanese government's translation.
    pub ja: &'static str,
    /// In the resolution of the General Assembly.
    pub en: &'static str,
}

/// Goal 16.
pub const GOAL_16: OfficialWording = OfficialWording {
    number: "16",
    ja: "持続可能な開発のための平和で包摂的な社会を促進し、すべての人々に司法へのアクセスを提供し、あらゆるレベルにおいて効果的で説明責任のある包摂的な制度を構築する",
    en: "Promote peaceful and inclusive societies for sustainable development, provide access to justice for all and \
         build effective, accountable and inclusive institutions at all levels",
};

/// Target 16.9.
pub const TARGET_16_9: OfficialWording = OfficialWording {
    number: "16.9",
    ja: "2030年までに、全ての人々に出生登録を含む法的な身分証明を提供する。",
    en: "By 2030, provide legal identity for all, including birth registration",
};

/// Indicator 16.9.1.
pub const INDICATOR_16_9_1: OfficialWording = OfficialWording {
    number: "16.9.1",
    ja: "5歳以下の子供で、行政機関に出生登録されたものの割合（年齢別）",
    en: "Proportion of children under 5 years of age whose births have been registered with a civil authority, by age",
};

/// The source of the English wordings.
pub const RESOLUTION: &str = "https://undocs.org/A/RES/71/313";
