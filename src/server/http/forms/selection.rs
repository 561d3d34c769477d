//! The address of a list of the user's own procedures, which forms carry along.

use crate::server::editing::selection::EntryFilter;
use crate::server::query::{Parameters, QueryError, page_address};
use crate::server::read_model::catalogue::{CatalogueQuery, Sort};
use crate::server::read_model::facets::Facet;

impl EntryFilter {
    /// Parameter names besides those of the facets.
    const OWN: [&'static str; 2] = ["q", "todo"];

    /// Parses a selection from a URL's query, or from the one stored in a form.
    ///
    /// # Errors
    /// If a parameter is unknown or has a value outside its closed set.
    pub fn of(parameters: &Parameters) -> Result<Self, QueryError> {
        let facets = Facet::ALL.iter().map(|facet| facet.as_str());
        let known: Vec<&str> = Self::OWN.into_iter().chain(facets).chain(["done", "count"]).collect();
        parameters.only(&known)?;
        let query = CatalogueQuery { sort: Sort::Name, as_of: None, ..CatalogueQuery::of(parameters)? };
        Ok(Self { query, to_do: parameters.read("todo")? })
    }

    /// The parameters that reproduce this selection.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<_> = self.query.pairs().into_iter().filter(|(name, _)| *name != "sort").collect();
        pairs.extend(self.to_do.map(|to_do| ("todo", to_do.to_string())));
        pairs
    }

    /// The same as a query string, without `?`.
    #[must_use]
    pub fn query(&self) -> String {
        let address = page_address("", &self.pairs(), 1);
        address.trim_start_matches('?').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_is_its_address() {
        let selection = |query: &str| EntryFilter::of(&Parameters::of(query));
        for query in ["", "q=%E7%A8%8E&department=tax", "availability=counter&todo=check"] {
            let found = selection(query).expect("a selection");
            assert_eq!(selection(&found.query()), Ok(found));
        }
        assert!(selection("todo=nothing").is_err() && selection("page=2").is_err());
    }
}
