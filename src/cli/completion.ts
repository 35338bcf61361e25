import type { Argv, CommandModule } from 'yargs';
import type { General } from './options.ts';

/** The shell calls the program by this name. */
const examples = `Examples:
  # For later shells, after npm install --global exact-ig
  exact-ig completion >> ~/.bashrc
  exact-ig completion >> ~/.zshrc`;

/** `completion`: a script for the shell, which asks this program what may follow what is typed. */
export function completionCommand(): CommandModule<General, General> {
  let parser: Argv<General> | undefined;
  return {
    command: 'completion',
    describe: 'Print a script that completes commands and options in bash or zsh',
    builder: (command) => {
      parser = command;
      return command.epilogue(examples);
    },
    handler: () => {
      parser?.showCompletionScript();
    },
  };
}
