/**
 * Cells of a CSV file (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe, and so does what began with one already: taking
 * one away brings every text back. So does what stands behind a semicolon or a tab, which separate cells where a comma separates decimals. The database
 * says the same in `csv_cell` (migration 0041); a test holds one against the other.
 */
const formula = /^(?=[=+\-@\t\r\n'＝＋－＠|%])|(?<=[;\t])(?="*[=+\-@\t\r\n'＝＋－＠|%])/g

export const csvCell = (text: string | null): string =>
  text === null || text === '' ? '' : `"${text.replace(formula, `'`).replaceAll('"', '""')}"`

export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`
