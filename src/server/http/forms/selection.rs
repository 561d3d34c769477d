//! The address of a list of the user's own procedures, which forms carry along.

use crate::server::editing::selection::EntryFilter;
use crate::server::query::{Parameters, QueryError, page_address};
use crate::server::read_model::catalogue::{CatalogueQuery, EndedFilter, Sort};
use crate::server::read_model::facets::Facet;

impl EntryFilter {
    /// Parameter names besides those of the facets.
    const OWN: [&'static str; 3] = ["q", "todo", "ended"];

    /// Parses a selection from a URL's query, or from the one stored in a form.
    ///
    /// # Errors
    /// If a parameter is unknown or has a value outside its closed set.
    pub fn of(parameters: &Parameters) -> Result<Self, QueryError> {
        let facets = Facet::ALL.iter().map(|facet| facet.as_str());
        let known: Vec<&str> = Self::OWN.into_iter().chain(facets).chain(["done", "count"]).collect();
        parameters.only(&known)?;
        let query = CatalogueQuery {
            sort: Sort::Name,
            as_of: None,
            // What has ended is listed with a mark, unless the list is to leave it out.
            ended: parameters.read("ended")?.unwrap_or(EndedFilter::Include),
            with_withdrawn: true,
            ..CatalogueQuery::of(parameters)?
        };
        Ok(Self { query, to_do: parameters.read("todo")? })
    }

    /// The parameters that reproduce this selection.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let is_own = |name: &str| matches!(name, "sort" | "ended");
        let mut pairs: Vec<_> = self.query.pairs().into_iter().filter(|(name, _)| !is_own(name)).collect();
        pairs.extend((self.query.ended != EndedFilter::Include).then(|| ("ended", self.query.ended.to_string())));
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
        for query in ["", "q=%E7%A8%8E&department=tax", "availability=counter&todo=check", "ended=exclude&todo=check"] {
            let found = selection(query).expect("a selection");
            assert_eq!(selection(&found.query()), Ok(found.clone()));
            assert_eq!(found.query().contains("ended"), query.contains("ended"), "{query}");
        }
        assert!(selection("todo=nothing").is_err() && selection("page=2").is_err());
    }
}
