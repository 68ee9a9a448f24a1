// `flarescope completion`: what makes a shell complete this program, and what its script asks for at every Tab.
import { command } from '../spec.ts';

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

export const completion = command({
  name: 'completion',
  summary: 'Print a completion script for a shell',
  about: [
    'It completes commands, options, and in requests methods, paths, the names of zones and accounts, parameters and their ' +
      'values. Names come from the account in use; completion never asks for a passphrase.',
  ],
  arguments: [{ name: '<SHELL>', choices: shells }],
  options: { words: { help: '', isHidden: true } },
  sections: [
    {
      title: 'Set-up',
      rows: [
        ['bash', 'source <(flarescope completion bash)  in ~/.bashrc'],
        ['zsh', 'source <(flarescope completion zsh)  in ~/.zshrc, below compinit'],
        ['fish', 'flarescope completion fish > ~/.config/fish/completions/flarescope.fish'],
        ['powershell', 'flarescope completion powershell | Out-String | Invoke-Expression  in $PROFILE'],
      ],
    },
  ],
  run: async (given, io) => (await import('../completion.ts')).runCompletion(given, io),
});
