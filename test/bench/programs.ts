// What is measured and what it is measured against, each as a command; and the clean environment they all run in.
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/** The built program, as `npm run bench` leaves it. */
export const mainFile = path.join(root, 'dist/main.js');

/** A build of the explorer. */
export interface Program {
  readonly name: string;
  /** Its dist/main.js. */
  readonly main: string;
}

/** Text that stands in the prompt of the explorer's first usable frame. */
export const placeholder = 'type a request';

export const bareInkText = 'hello from a bare Ink frame';

const bareInkSource = `
import { Text, render } from 'ink';
import { createElement } from 'react';
render(createElement(Text, undefined, ${JSON.stringify(bareInkText)}));
`;

/** Bundles the smallest program that paints a frame with Ink, with the options of src/build/bundle.ts, into `folder`. */
export async function bundleBareInk(folder: string): Promise<string> {
  const outfile = path.join(folder, 'bare-ink.mjs');
  await build({
    stdin: { contents: bareInkSource, resolveDir: root, sourcefile: 'bare-ink.js' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: [
      {
        name: 'without-devtools',
        setup(bundler) {
          bundler.onResolve({ filter: /\.\/devtools\.js$|^react-devtools-core$/ }, () => ({
            path: 'devtools',
            namespace: 'empty',
          }));
          bundler.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
        },
      },
    ],
    logLevel: 'error',
  });
  return outfile;
}

/** What a login on a new account would set, with every folder that a program may write to under `home`. */
export function cleanEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    FLARESCOPE_HOME: path.join(home, 'flarescope'),
    TMPDIR: home,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  };
}
