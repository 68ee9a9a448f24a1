// `flarescope endpoints` as a person and as a script use it.
import { describe, expect, test } from 'vitest';
import { mainFile, openTerminal } from '../helpers/terminal.ts';

describe('flarescope endpoints', () => {
  test('prints a table with matched letters in bold on a terminal, no line wider than it', async () => {
    const terminal = await openTerminal({
      args: [mainFile, 'endpoints', 'dns rec', '--limit', '4'],
      columns: 90,
      rows: 20,
    });
    const screen = await terminal.waitFor((text) => text.includes('Delete DNS record'), 'the rows');
    const rows = screen.split('\n').filter((row) => row.trim() !== '');
    expect(rows[0]).toMatch(/^GET {4}\/zones\/\{zone_id\}\/dns_records +List DNS records$/);
    expect(new Set(rows.map((row) => row.search(/(?:List|Get|Create|Edit|Delete|Update) DNS/))).size).toBe(1);
    await terminal.exited;
    const painted = terminal.bytes();
    expect(painted).toContain('/zones/{zone_id}/\u001b[1mdns\u001b[22m_\u001b[1mrec\u001b[22mords');
  });
});
