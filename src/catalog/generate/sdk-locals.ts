// The local names of a method of the SDK: which argument, or which member of `params`, each stands for. Build time only.
import type { Statement } from 'oxc-parser';
import type { Problems } from './problems.ts';
import { bare, keyText, nameOf } from './syntax.ts';

/** A local name of a method: one of its arguments, one member of `params`, or all members that were not named. */
export type Local =
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'rest'; readonly except: readonly string[] }
  /** `accounts` or `zones`, and its id: the path serves both. */
  | { readonly kind: 'scope' }
  | { readonly kind: 'scope-id' };

/** Arguments that hold members; where all of them go to one place there is no `params` to take apart. */
export const bags: readonly string[] = ['params', 'query', 'body', 'options'];

/** What the arguments of a method, and the declarations at its start, name. */
export function readLocals(
  body: readonly Statement[],
  names: readonly string[],
  where: string,
  problems: Problems,
): ReadonlyMap<string, Local> {
  const locals = new Map<string, Local>(
    names.map((name) => [name, bags.includes(name) ? { kind: 'rest', except: [] } : { kind: 'argument', name }]),
  );
  for (const statement of body.slice(0, -1)) {
    // An `if` only refuses arguments that do not go together.
    if (statement.type === 'IfStatement') continue;
    const [declaration, second] = statement.type === 'VariableDeclaration' ? statement.declarations : [];
    if (declaration?.id.type !== 'ObjectPattern' || second) {
      problems.report(where, `a statement of another kind: ${statement.type}`);
      continue;
    }
    const isScope = bare(declaration.init ?? undefined)?.type === 'ConditionalExpression';
    const named: string[] = [];
    for (const property of declaration.id.properties) {
      if (property.type === 'RestElement') {
        locals.set(nameOf(property.argument), { kind: 'rest', except: named });
        continue;
      }
      const wire = keyText(property.key);
      const local = nameOf(property.value);
      named.push(wire);
      if (isScope) locals.set(local, { kind: wire === 'accountOrZone' ? 'scope' : 'scope-id' });
      else locals.set(local, { kind: 'member', name: wire });
    }
  }
  return locals;
}
