// What each shell has to be told, so that it asks this program what may follow. The line goes in the environment, not in the
// arguments, which every user of the machine can read.
import type { Shell } from '../commands/completion.ts';

/**
 * bash from 3.2 on. Its words end at COMP_WORDBREAKS, and some go on; where one does not, bash adds the blank itself, since it does that
 * behind a quote that it closes. 3.2 cannot be told so: there the blank is part of the word.
 */
const bash = `# bash completion for flarescope: source <(flarescope completion bash)
_flarescope() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <(FLARESCOPE_LINE="\${COMP_LINE:0:COMP_POINT}" FLARESCOPE_BREAKS="$COMP_WORDBREAKS" flarescope completion bash --words 2> /dev/null)
  case "\${#COMPREPLY[@]}\${COMPREPLY[0]-}" in
    1*' ') compopt +o nospace 2> /dev/null && COMPREPLY[0]="\${COMPREPLY[0]% }" ;;
  esac
}
complete -o nospace -F _flarescope flarescope
`;

/** For a file named _flarescope in $fpath as well as for source. */
const zsh = `#compdef flarescope
# zsh completion for flarescope: source <(flarescope completion zsh)
_flarescope() {
  local value text
  local -a whole whole_shown begun begun_shown
  while IFS=$'\\t' read -r value text; do
    case $value in
      *' ') whole+=("\${value% }"); whole_shown+=("\${value% }\${text:+  -- $text}") ;;
      *) begun+=("$value"); begun_shown+=("$value\${text:+  -- $text}") ;;
    esac
  done < <(FLARESCOPE_LINE="\${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" flarescope completion zsh --words 2> /dev/null)
  (( $#whole )) && compadd -U -V flarescope -l -d whole_shown -a whole
  (( $#begun )) && compadd -U -V flarescope-begun -S '' -l -d begun_shown -a begun
  return 0
}
if [[ "\${funcstack[1]}" == _flarescope ]]; then
  _flarescope "$@"
else
  compdef _flarescope flarescope
fi
`;

const fish = `# fish completion for flarescope: flarescope completion fish | source
function __flarescope_words
    set -lx FLARESCOPE_LINE (commandline --cut-at-cursor --current-process | string collect)
    flarescope completion fish --words 2>/dev/null
end
complete --command flarescope --no-files --keep-order --arguments '(__flarescope_words)'
`;

/**
 * Windows PowerShell 5.1 and PowerShell 7. The words are those of PowerShell's own reading, without their quotes: the word that it hands
 * over has them, doubled and closed. What a program prints it reads as the console is set, which on Windows is not UTF-8.
 */
const powershell = `# PowerShell completion for flarescope: flarescope completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName flarescope -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = ''
    $words = @(foreach ($element in $commandAst.CommandElements) {
        if ($element.Extent.StartOffset -ge $cursorPosition) { break }
        $word = $element.Extent.Text
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst] -or
            $element -is [System.Management.Automation.Language.ExpandableStringExpressionAst]) { $word = $element.Value }
        if ($element.Extent.EndOffset -ge $cursorPosition) { $typed = $word } else { $word }
    })
    $encoding = [Console]::OutputEncoding
    try {
        $env:FLARESCOPE_LINE = ConvertTo-Json -Compress -InputObject @($words + $typed)
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
        flarescope completion powershell --words 2> $null | ForEach-Object {
            $value, $text = $_ -split "\`t", 2
            if (-not $text) { $text = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item Env:FLARESCOPE_LINE
    }
}
`;

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };
