//! From the compiler's source map to [`crate::Script::map`].

use oxc_codegen::CodegenReturn;

/// Line and column in the JavaScript, line and column in the TypeScript.
const FIELDS: usize = 4;

/// The places of `made`, without those that say nothing new.
pub(crate) fn places(made: &CodegenReturn) -> Vec<u8> {
    let Some(map) = &made.map else { return Vec::new() };
    let mut bytes = Vec::new();
    let mut last = None;
    for token in map.get_tokens() {
        let place = [token.get_dst_line(), token.get_dst_col(), token.get_src_line(), token.get_src_col()];
        if last == Some(place) {
            continue;
        }
        bytes.reserve(FIELDS * 4);
        place.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        last = Some(place);
    }
    bytes
}
