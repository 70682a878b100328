import type { Command, Option } from 'commander'

export type Shell = 'bash' | 'zsh' | 'fish'

/** The completion script of a shell, from the commands and options that there are. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options,
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }))
  return writers[shell](commands)
}

interface CommandWords {
  readonly name: string
  readonly description: string
  readonly options: readonly Option[]
  /** What its arguments are chosen from; none: files. */
  readonly choices: readonly string[]
}

const writers: Record<Shell, (commands: readonly CommandWords[]) => string> = { bash, zsh, fish }

function flagsOf(option: Option): string[] {
  return [option.short, option.long].filter((flag) => flag !== undefined)
}

function bash(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, options }) => `    ${name}) words="${options.flatMap(flagsOf).join(' ')}" ;;`)
  const chosen = (pattern: string, choices: readonly string[]) =>
    `    ${pattern}) COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$current")); return ;;`
  const values = commands.flatMap(({ name, options, choices }) => [
    ...options.flatMap((option) =>
      option.argChoices ? flagsOf(option).map((flag) => chosen(`"${name} ${flag}"`, option.argChoices ?? [])) : [],
    ),
    ...(choices.length > 0 ? [chosen(`"${name} ${name}"`, choices)] : []),
  ])
  return `_kac() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${values.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${commands.map(({ name }) => name).join(' ')}" ;;
  esac
  [[ $COMP_CWORD -gt 1 && $current != -* ]] && words=
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ $COMP_CWORD -gt 1 && -z $words ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _kac kac
`
}

function zsh(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, description }) => `    '${name}:${quoted(description)}'`)
  const cases = commands.map(({ name, options, choices }) => {
    const specs = options.flatMap((option) => flagsOf(option).map((flag) => zshOption(flag, option)))
    const rest = choices.length > 0 ? `'*:${name}:(${choices.join(' ')})'` : "'*:file:_files'"
    return `    ${name}) _arguments ${[...specs, rest].join(' ')} ;;`
  })
  return `#compdef kac
_kac() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
_kac "$@"
`
}

function zshOption(flag: string, { description, required, optional, argChoices }: Option): string {
  const value = argChoices ? `:value:(${argChoices.join(' ')})` : ':value:_files'
  return `'${flag}[${quoted(description)}]${required ? value : optional ? '::value: ' : ''}'`
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&')
}

function fish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, description, options, choices }) => [
    `complete -c kac -n __fish_use_subcommand -f -a ${name} -d '${fishQuoted(description)}'`,
    ...options.map((option) => fishOption(name, option)),
    ...(choices.length > 0
      ? [`complete -c kac -n '__fish_seen_subcommand_from ${name}' -f -a '${choices.join(' ')}'`]
      : []),
  ])
  return `${lines.join('\n')}\n`
}

function fishOption(command: string, option: Option): string {
  const short = option.short === undefined ? '' : ` -s ${option.short.slice(1)}`
  const long = option.long === undefined ? '' : ` -l ${option.long.slice(2)}`
  const choices = option.argChoices ? ` -f -a '${option.argChoices.join(' ')}'` : ''
  const value = option.required ? ` -r${choices}` : ''
  return `complete -c kac -n '__fish_seen_subcommand_from ${command}'${short}${long}${value} -d '${fishQuoted(option.description)}'`
}

function fishQuoted(text: string): string {
  return text.replaceAll("'", "\\'")
}
