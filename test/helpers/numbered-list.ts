// A list of numbered pages over HTTP, for tests that read all of them.
import { startHttp } from '../http/servers.ts';
import { testToken } from './explorer.ts';

/** Serves a numbered list of 10 pages with 2 items each, and gives the environment that leads to it; `takeOver` may respond to a page itself. */
export async function numbered(
  takeOver: (page: number, respond: (status: number, body: unknown) => void) => boolean = () => false,
): Promise<Record<string, string>> {
  const { origin } = await startHttp((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    const respond = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (takeOver(page, respond)) return;
    const result = [0, 1].map((index) => ({ id: `i${page * 2 + index - 2}`, n: page, tags: ['a', { b: 1 }] }));
    const result_info = { page, per_page: 2, count: 2, total_count: 20, total_pages: 10 };
    respond(200, { result, success: true, errors: [], messages: [], result_info });
  });
  return { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
}

/** The lines of a command's output. */
export const lines = (text: string): readonly string[] => text.trimEnd().split('\n');
