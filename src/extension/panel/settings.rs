//! What the panel remembers from one time to the next: columns, filters, the split, the open tab. In `localStorage`,
//! which a page of DevTools has in every browser; the one thing that xcld keeps on disk.

use super::detail::Tab;
use crate::log::{Column, Query};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where it is kept.
const KEY: &str = "panel";

/// The columns that are given up where there is no room, in this order.
const GIVEN_UP: [Column; 6] =
    [Column::Cache, Column::Kind, Column::Format, Column::Size, Column::Time, Column::Transformation];

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What is shown, and in which order.
    pub query: Query,
    /// Whether the exchanges of pages that were left are kept.
    pub preserve: bool,
    /// The widths of columns that somebody changed, in CSS pixels.
    pub widths: BTreeMap<Column, u32>,
    /// The columns that are not shown.
    pub hidden: BTreeSet<Column>,
    /// How much of the panel is the list's, in per cent.
    pub share: u32,
    /// What of an exchange is shown.
    pub tab: Tab,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            query: Query::default(),
            preserve: false,
            widths: BTreeMap::new(),
            hidden: BTreeSet::new(),
            share: 60,
            tab: Tab::default(),
        }
    }
}

impl Settings {
    /// What was remembered; what cannot be read is as if it never was.
    pub fn load() -> Self {
        let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Remembers. Where there is no room, or no storage, the panel works without.
    pub fn save(&self) {
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(self)) {
            let _ = storage.set_item(KEY, &text);
        }
    }

    /// The width of a column, in CSS pixels; the last one takes what is left, but no less.
    pub fn width(&self, column: Column) -> u32 {
        self.widths.get(&column).copied().unwrap_or(match column {
            Column::Status => 68,
            Column::Kind | Column::Cache => 66,
            Column::Asset => 150,
            Column::Transformation => 170,
            Column::Format => 88,
            Column::Size | Column::Time => 70,
            Column::Cause => 220,
        })
    }

    /// The columns that are shown in a list of `room` CSS pixels, from left to right. In a narrow dock those that say
    /// least about what is wrong are left out, so that the cause is in sight.
    pub fn columns(&self, room: u32) -> Vec<Column> {
        let mut columns: Vec<Column> = Column::ALL.into_iter().filter(|column| !self.hidden.contains(column)).collect();
        for given_up in GIVEN_UP {
            if columns.iter().map(|column| self.width(*column)).sum::<u32>() <= room {
                break;
            }
            columns.retain(|column| *column != given_up);
        }
        columns
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
