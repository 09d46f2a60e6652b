//! The settings form as signals, one for each field, so that typing in one redraws only that one.

use super::form::{SettingsForm, Variable};
use leptos::prelude::*;

/// A row of the environment variables with an identity of its own, so that deleting one keeps the focus of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableRow {
    /// Unique on the page.
    pub id: u32,
    /// Its name.
    pub name: ArcRwSignal<String>,
    /// Its value.
    pub value: ArcRwSignal<String>,
}

/// All settings as they are typed.
#[derive(Debug, Clone, Copy)]
pub struct SettingsState {
    /// Lambda's identifier.
    pub runtime: RwSignal<String>,
    /// `file.function`.
    pub handler: RwSignal<String>,
    /// In MB.
    pub memory: RwSignal<String>,
    /// In seconds.
    pub timeout: RwSignal<String>,
    /// In MB.
    pub tmp: RwSignal<String>,
    /// Lambda's identifier.
    pub architecture: RwSignal<String>,
    /// Of [`api::config::Reuse`].
    pub reuse: RwSignal<String>,
    /// Of [`api::logging::LogFormat`].
    pub log_format: RwSignal<String>,
    /// Of [`api::logging::ApplicationLevel`].
    pub application_level: RwSignal<String>,
    /// Of [`api::logging::SystemLevel`].
    pub system_level: RwSignal<String>,
    /// Of [`api::config::SnapStart`].
    pub snap_start: RwSignal<String>,
    /// In the order of the form.
    pub environment: RwSignal<Vec<VariableRow>>,
    next_id: StoredValue<u32>,
}

impl SettingsState {
    /// The signals of a form.
    #[must_use]
    pub fn new(form: SettingsForm) -> Self {
        let SettingsForm {
            runtime,
            handler,
            memory,
            timeout,
            tmp,
            architecture,
            reuse,
            log_format,
            application_level,
            system_level,
            snap_start,
            environment,
        } = form;
        let state = Self {
            runtime: RwSignal::new(runtime),
            handler: RwSignal::new(handler),
            memory: RwSignal::new(memory),
            timeout: RwSignal::new(timeout),
            tmp: RwSignal::new(tmp),
            architecture: RwSignal::new(architecture),
            reuse: RwSignal::new(reuse),
            log_format: RwSignal::new(log_format),
            application_level: RwSignal::new(application_level),
            system_level: RwSignal::new(system_level),
            snap_start: RwSignal::new(snap_start),
            environment: RwSignal::new(Vec::new()),
            next_id: StoredValue::new(0),
        };
        let rows = environment.into_iter().map(|variable| state.row(variable)).collect();
        state.environment.set(rows);
        state
    }

    /// Shows another form.
    pub fn show(self, form: SettingsForm) {
        let SettingsForm {
            runtime,
            handler,
            memory,
            timeout,
            tmp,
            architecture,
            reuse,
            log_format,
            application_level,
            system_level,
            snap_start,
            environment,
        } = form;
        self.runtime.set(runtime);
        self.handler.set(handler);
        self.memory.set(memory);
        self.timeout.set(timeout);
        self.tmp.set(tmp);
        self.architecture.set(architecture);
        self.reuse.set(reuse);
        self.log_format.set(log_format);
        self.application_level.set(application_level);
        self.system_level.set(system_level);
        self.snap_start.set(snap_start);
        self.environment.set(environment.into_iter().map(|variable| self.row(variable)).collect());
    }

    /// What is typed now. Follows every field.
    #[must_use]
    pub fn form(self) -> SettingsForm {
        let variable = |row: &VariableRow| Variable { name: row.name.get(), value: row.value.get() };
        SettingsForm {
            runtime: self.runtime.get(),
            handler: self.handler.get(),
            memory: self.memory.get(),
            timeout: self.timeout.get(),
            tmp: self.tmp.get(),
            architecture: self.architecture.get(),
            reuse: self.reuse.get(),
            log_format: self.log_format.get(),
            application_level: self.application_level.get(),
            system_level: self.system_level.get(),
            snap_start: self.snap_start.get(),
            environment: self.environment.read().iter().map(variable).collect(),
        }
    }

    /// Adds a row at the end. Gives its id.
    pub fn add_variable(self) -> u32 {
        let row = self.row(Variable::default());
        let id = row.id;
        self.environment.update(|rows| rows.push(row));
        id
    }

    /// Takes a row out. Gives its place and content, to put it back.
    pub fn remove_variable(self, id: u32) -> Option<(usize, Variable)> {
        let index = self.environment.read_untracked().iter().position(|row| row.id == id)?;
        let row = self.environment.try_update(|rows| rows.remove(index))?;
        Some((index, Variable { name: row.name.get_untracked(), value: row.value.get_untracked() }))
    }

    /// Puts a row where it was.
    pub fn insert_variable(self, index: usize, variable: Variable) {
        let row = self.row(variable);
        self.environment.update(|rows| rows.insert(index.min(rows.len()), row));
    }

    /// Sets many variables, as pasted into row `id`: those that exist get the new value, the others come after the row, and
    /// the row itself goes if it was blank.
    pub fn paste_variables(self, id: u32, pairs: Vec<(String, String)>) {
        let mut rows = self.environment.get_untracked();
        let at = rows.iter().position(|row| row.id == id).unwrap_or(rows.len());
        let blank = |row: &VariableRow| row.name.read_untracked().is_empty() && row.value.read_untracked().is_empty();
        let replaces = rows.get(at).is_some_and(blank);
        let mut end = if replaces { at } else { (at + 1).min(rows.len()) };
        if replaces {
            rows.remove(at);
        }
        for (name, value) in pairs {
            match rows.iter().find(|row| *row.name.read_untracked() == name) {
                Some(row) => row.value.set(value),
                None => {
                    rows.insert(end, self.row(Variable { name, value }));
                    end += 1;
                }
            }
        }
        self.environment.set(rows);
    }

    fn row(self, Variable { name, value }: Variable) -> VariableRow {
        let id = self.next_id.get_value();
        self.next_id.set_value(id + 1);
        // Counted, not owned: a row that is made in an effect must outlive that effect.
        VariableRow { id, name: ArcRwSignal::new(name), value: ArcRwSignal::new(value) }
    }
}
