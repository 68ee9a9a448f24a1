// The top level, the README and the package, as the design and the README promise them.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { program } from '../../src/cli/commands/program.ts';
import { commandTable } from '../../src/cli/help.ts';
import { keyTable } from '../../src/explorer/keys/help.ts';
import { bindings } from '../../src/explorer/shell/bindings.ts';
import { readSources, root } from './sources.ts';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

describe('the repository', () => {
  test('has nothing at its top level but what the design names', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const named = ['package.json', 'package-lock.json', 'tsconfig.json', 'src', 'test', 'README.md', 'LICENSE'];
    const others = new Set(
      tracked.map((file) => file.split('/')[0] ?? '').filter((top) => !named.includes(top) && !top.startsWith('.')),
    );
    expect([...others]).toEqual([]);
  });

  test('names no registry in its lock file', () => {
    const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
    expect(lock).not.toMatch(
      /"resolved"|https?:\/\/(?!.*(?:opencollective|github|funding|patreon|sponsors))[^"]*\.tgz/,
    );
  });
});

test('the lock file holds every optional dependency, without which npm ci refuses it', () => {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const locked = Object.keys(packages);
  const named = Object.values<{ readonly optionalDependencies?: Readonly<Record<string, string>> }>(packages).flatMap(
    (entry) => Object.keys(entry.optionalDependencies ?? {}),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !locked.some((entry) => entry.endsWith(`node_modules/${name}`)))).toEqual([]);
});

describe('the package', () => {
  test('installs nothing but the native module for keychains, and runs nothing at install time', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.peerDependencies ?? {}).toEqual({});
    expect(Object.keys(manifest.optionalDependencies)).toEqual(['@napi-rs/keyring']);
    const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
    const entries = Object.entries<{
      readonly hasInstallScript?: boolean;
      readonly dependencies?: Readonly<Record<string, string>>;
    }>(lock.packages).filter(([name]) => /^node_modules\/@napi-rs\/keyring(?:-|$)/.test(name));
    expect(entries.length).toBeGreaterThan(1);
    for (const [, entry] of entries) {
      expect(entry.hasInstallScript ?? false).toBe(false);
      expect(entry.dependencies ?? {}).toEqual({});
    }
    expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?(?:install|prepare)$/.test(name))).toEqual([]);
  });

  test('has the packages that it was asked to be made of, each in use', () => {
    const asked = ['ink', 'react', 'undici', 'conf', 'fuzzy', 'ink-testing-library'];
    expect(asked.filter((name) => manifest.devDependencies[name] === undefined)).toEqual([]);
    const used = [...readSources('src'), ...readSources('test')].flatMap((source) => source.imports);
    expect(asked.filter((name) => !used.some(({ target }) => target === name))).toEqual([]);
  });

  test('approves every dependency that has an install script', () => {
    const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
    const scripted = Object.entries<{ readonly hasInstallScript?: boolean; readonly optional?: boolean }>(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript && !entry.optional)
      .map(([name]) => name.replace(/^.*node_modules\//, ''));
    expect(scripted.filter((name) => manifest.allowScripts[name] !== true)).toEqual([]);
  });
});

test('the documentation of the explorer has the table of keys that the bindings make', () => {
  const documentation = readFileSync(path.join(root, 'src/explorer/README.md'), 'utf8');
  const between = /<!-- keys -->\n([\s\S]*?)\n<!-- \/keys -->/.exec(documentation)?.[1];
  expect(between).toBe(keyTable(bindings));
});

describe('the README', () => {
  test('has the table of commands that their specifications make', () => {
    const between = /<!-- commands -->\n([\s\S]*?)\n<!-- \/commands -->/.exec(readme)?.[1];
    expect(between).toBe(commandTable(program));
  });

  test('names every script that it tells people to run', () => {
    const named = [...readme.matchAll(/npm run (\w+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
  });
});
