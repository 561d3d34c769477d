//! The data of a staff form. Unlike a query, it may repeat a name, and it may contain secrets with significant
//! whitespace.

/// The fields of a form, in order.
#[derive(Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Parses `a=1&b=%E7%A8%8E`.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// A form with these fields, as if submitted.
    #[must_use]
    pub const fn from_fields(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether the form has only these fields, each at most once unless listed in `many`.
    #[must_use]
    pub fn validate_fields(&self, once: &[&str], many: &[&str]) -> bool {
        self.0.iter().enumerate().all(|(place, (name, _))| {
            let before = || self.0[..place].iter().any(|(earlier, _)| earlier == name);
            many.contains(&name.as_str()) || (once.contains(&name.as_str()) && !before())
        })
    }

    /// The bytes of its names and values.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// A field's trimmed value; empty if absent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// A field's exact value. A repeated field counts as empty, because two readers might read it differently.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let mut values = self.0.iter().filter(|(field, _)| field == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => value,
            _ => "",
        }
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// Whether a checkbox is checked.
    #[must_use]
    pub fn is_checked(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }
}

/// Prints no values: a form may contain a password.
impl std::fmt::Debug for Form {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Form(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_only_secrets_keep_their_spaces() {
        let form = Form::of("name=+%E8%8A%B1%E5%AD%90+&password=+a%26b+".as_bytes());
        assert_eq!((form.text("name"), form.raw("password"), form.text("other")), ("花子", " a&b ", ""));
    }

    #[test]
    fn a_field_that_is_there_twice_says_nothing() {
        let form = Form::of(b"version=1&e_mail=a&version=99");
        assert_eq!((form.text("version"), form.raw("version"), form.text("e_mail")), ("", "", "a"));
        assert_eq!(form.all("version").collect::<Vec<_>>(), ["1", "99"]);
    }

    #[test]
    fn a_name_may_stand_there_several_times_where_the_form_has_it_so() {
        let form = Form::of(b"department=a&department=b&approver=yes");
        assert_eq!(form.all("department").collect::<Vec<_>>(), ["a", "b"]);
        assert!(form.is_checked("approver") && !form.is_checked("administrator"));
        assert!(form.validate_fields(&["approver"], &["department"]));
        assert!(!form.validate_fields(&["approver", "department"], &[]), "twice");
        assert!(!form.validate_fields(&[], &["department"]), "unknown");
    }
}
