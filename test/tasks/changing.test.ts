// Tasks that change something: each is shown and agreed to before it is sent.
import { account, task } from './user.ts';

task(
  'Create an A record, change its TTL, delete it',
  89,
  async ({ app, press, pressFor, type, choose, sees }) => {
    await pressFor('ctrl+p', 'operation ❯');
    await choose('add dns', 'Create DNS record');
    await sees('4 missing');
    await pressFor('enter', 'zone ❯');
    await choose('example.com', /^example\.com /);
    await app.waitForSelected(/name/);
    await pressFor('enter', 'name ❯');
    await type('demo.example.com');
    press('enter');
    await app.waitForSelected(/ttl/);
    await pressFor('enter', 'ttl ❯');
    await type('300');
    press('enter');
    await app.waitForSelected(/type/);
    await pressFor('enter', 'type ❯');
    await choose('A', /^A(?: |$)/);
    await app.waitForSelected(/^send/);
    await pressFor('/', '/ ❯');
    await choose('con', /^content/);
    await sees('content ❯');
    await type('198.51.100.9');
    press('enter');
    await pressFor('s', /name +"demo\.example\.com"/);
    await pressFor('m', 'Edit DNS record');
    await pressFor('/', '/ ❯');
    await choose('ttl', /^ttl/);
    await sees('ttl ❯');
    press('ctrl+u');
    await type('600');
    press('enter');
    await sees(/ttl +600 was 300/);
    await pressFor('s', /~ ttl +300 → 600/);
    await pressFor('enter', /ttl +600 +(?:│|\n)/);
    await pressFor('o', 'Related requests');
    await choose('delete', /^DELETE .*dns_records/);
    await sees('This will be gone');
    await pressFor('y', '[DELETE ');
  },
  account,
);

task(
  'Set ssl of a zone to strict',
  32,
  async ({ app, pressFor, choose, sees }) => {
    await pressFor('ctrl+p', 'operation ❯');
    await choose('set ssl', 'Edit zone setting');
    await sees('2 missing');
    await pressFor('enter', 'zone ❯');
    await choose('example.com', /^example\.com /);
    await sees('1 missing');
    await pressFor('enter', 'value ❯');
    await choose('strict', /^strict(?: |$)/);
    await app.waitForSelected(/^send/);
    await pressFor('enter', /~ value +\S+ → "strict"/);
    await pressFor('enter', /value +"strict"/);
  },
  account,
);

task(
  'Purge two URLs from the cache',
  75,
  async ({ app, press, pressFor, type, choose, sees }) => {
    await pressFor('ctrl+p', 'operation ❯');
    await choose('purge', 'Purge cache');
    await sees('missing');
    await pressFor('enter', 'zone ❯');
    await choose('example.com', /^example\.com /);
    await pressFor('/', '/ ❯');
    await choose('files', /^files/);
    for (const path of ['a', 'b']) {
      await pressFor('a', '] ❯');
      await type(`https://example.com/${path}`);
      press('enter');
      await app.waitForSelected(`https://example.com/${path}`);
    }
    await pressFor('s', 'This is taken out of the cache');
    await pressFor('y', '200 ·');
  },
  account,
);
