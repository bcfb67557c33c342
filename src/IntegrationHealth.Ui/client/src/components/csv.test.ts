import { describe, expect, it } from 'vitest';
import { csvCell, csvOf } from './csv';

describe('csvCell', () => {
  it.each([['=cmd()', `"'=cmd()"`], ['+1', `"'+1"`], ['-1', `"'-1"`], ['@x', `"'@x"`], ['\tx', `"'\tx"`], ['＝x', `"'＝x"`]])('makes %j harmless in a spreadsheet', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
  it('quotes what would break the row, and leaves numbers numbers', () => {
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    expect(csvCell(-5)).toBe('-5');
    expect(csvOf(['a', 'b'], [[1, null]])).toBe('a,b\r\n1,\r\n');
  });
});
