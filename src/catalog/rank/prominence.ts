// Products that most accounts use, which a short query rather means than one of the same words elsewhere. Pure.
import type { Operation } from '../types.ts';

const PROMINENT: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1.1: ['Zones', 'DNS', 'Cache', 'Workers', 'Accounts', 'User'],
    1.06: [
      'KV',
      'R2',
      'D1',
      'Pages',
      'Queues',
      'Rulesets',
      'Firewall',
      'SSL',
      'Zero Trust Tunnels',
      'Zero Trust Access',
    ],
    1.04: [
      ...[
        'Load Balancers',
        'Page Rules',
        'Custom Hostnames',
        'Stream',
        'Images',
        'AI',
        'Turnstile',
        'Logpush',
        'Alerting',
      ],
      ...['Email Routing', 'Zero Trust Gateway', 'Zero Trust Devices'],
    ],
  }).flatMap(([factor, groups]) => groups.map((group) => [group, Number(factor)] as const)),
);

/** The kind that is meant where its product has several, such as of tunnels the one that cloudflared makes. */
const USUAL = /^\/accounts\/\{account_id\}\/cfd_tunnel(?=\/|$)/;

/** 1 for most products, a little more for those that most accounts use. */
export function prominence({ group, path }: Pick<Operation, 'group' | 'path'>): number {
  return (PROMINENT.get(group) ?? 1) * (USUAL.test(path) ? 1.08 : 1);
}
