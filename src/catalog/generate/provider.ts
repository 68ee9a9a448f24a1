// The permissions that each resource and each `get…` function of the Terraform provider accepts, read from the documentation
// comments of the package that Pulumi makes of it. Build time only.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Problems } from './facts.ts';
import { createSources, nameOf } from './sources.ts';

/** By the name of the class or function (`DnsRecord`, `getDnsRecords`): names of permissions, of which any one is enough. */
export type Accepted = ReadonlyMap<string, readonly string[]>;

/** What the comments call the list. Whatever is no list of names in it is a problem. */
const heading = 'Accepted Permissions';

/** @param root the package's folder */
export function readProvider(root: string, problems: Problems): Accepted {
  const read = createSources();
  const found = new Map<string, readonly string[]>();
  for (const file of readdirSync(root)
    .filter((name) => name.endsWith('.d.ts'))
    .sort()) {
    const { program, docOf } = read(path.join(root, file));
    for (const node of program.body) {
      if (node.type !== 'ExportNamedDeclaration' || !node.declaration) continue;
      const { declaration } = node;
      if (declaration.type !== 'ClassDeclaration' && declaration.type !== 'TSDeclareFunction') continue;
      const name = nameOf(declaration.id ?? undefined);
      const doc = docOf(node);
      // Every function stands there twice, the second time for values that are not known yet.
      if (!doc?.includes(heading) || /^get.*Output$/.test(name)) continue;
      const names = namesIn(doc);
      if (names.length === 0) problems.report(`${file}: ${name}`, 'its accepted permissions were not understood');
      else found.set(name, names);
    }
  }
  if (found.size === 0) problems.report(root, 'nothing in it says which permissions are accepted');
  return found;
}

/** The list below the heading: it ends where a line is no item of it. */
function namesIn(doc: string): readonly string[] {
  const lines = doc.slice(doc.indexOf(heading) + heading.length).split('\n');
  const list = lines.slice(1).filter((line) => line.trim() !== '');
  const end = list.findIndex((line) => !/^\s*- `[^`]+`(?: - `[^`]+`)*\s*$/.test(line));
  const items = end < 0 ? list : list.slice(0, end);
  return [...new Set(items.flatMap((line) => Array.from(line.matchAll(/`([^`]+)`/g), ([, name = '']) => name)))];
}
