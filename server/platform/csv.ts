/**
 * Cells of a CSV file (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe, and so does what began with one already: taking
 * one away brings every text back. The database says the same in `csv_cell` (migration 0022); a test holds one against the other.
 */
const formula = /^[=+\-@\t\r\n'＝＋－＠|%]/

export const csvCell = (text: string | null): string =>
  text === null || text === '' ? '' : `"${formula.test(text) ? `'` : ''}${text.replaceAll('"', '""')}"`

export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`
