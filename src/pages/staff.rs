//! The pages behind the door. Each shows what its handler has handed over; without it there is nothing to show, however
//! its address was reached.

pub mod account;
pub mod desk;
pub mod login;
pub mod no_right;
pub mod people;
pub mod person;
