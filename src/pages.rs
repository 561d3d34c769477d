//! One file per URL. A page loads from the snapshot and arranges. Parts shared by several pages are in `components`.

pub mod accessibility;
pub mod being_set_up;
pub mod budget;
pub mod card_area;
pub mod cards;
pub mod changes;
pub mod data;
pub mod definitions;
pub mod figure;
pub mod guide;
pub mod guides;
pub mod home;
pub mod not_found;
pub mod office;
pub mod offices;
pub mod procedure;
pub mod procedure_history;
pub mod procedures;
pub mod report;
pub mod route;
pub mod sdg;
pub mod server_error;
pub mod staff;
pub mod target;
pub mod targets;
pub mod withdrawn;
