// `util.parseArgs`.
(function (node) {
  'use strict';
  const { withCode, argumentType, argumentValue } = node.errors;
  const unknown = (name, positionals) => {
    const more = positionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(name)}` : '';
    return withCode(TypeError, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${name}'${more}`);
  };
  const wrongValue = (text) => withCode(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', text);

  const check = (options) => {
    for (const [name, option] of Object.entries(options)) {
      if (!['string', 'boolean'].includes(option?.type)) throw argumentType(`options.${name}.type`, "('string|boolean')", option?.type);
      if (option.short !== undefined && [...`${option.short}`].length !== 1) throw argumentValue(`options.${name}.short`, option.short, 'must be a single character');
      if (option.multiple !== undefined && typeof option.multiple !== 'boolean') throw argumentType(`options.${name}.multiple`, 'of type boolean', option.multiple);
    }
  };

  // One token for each option, positional and `--`, as Node shows them.
  const tokensOf = (args, options) => {
    const tokens = [];
    const byShort = (letter) => Object.entries(options).find(([, option]) => option.short === letter)?.[0] ?? letter;
    const isText = (name) => options[name]?.type === 'string';
    const rest = [...args];
    let index = -1;
    let grouped = 0;
    const push = (token) => tokens.push({ ...token });
    const option = (name, rawName, value, inline) => push({ kind: 'option', name, rawName, index, value, inlineValue: inline });
    while (rest.length > 0) {
      const arg = rest.shift();
      if (grouped > 0) grouped--;
      else index++;
      if (arg === '--') {
        push({ kind: 'option-terminator', index });
        for (const value of rest) push({ kind: 'positional', index: ++index, value });
        break;
      }
      const takes = (name) => isText(name) && rest.length > 0;
      if (/^-[^-]$/u.test(arg)) {
        const name = byShort(arg.slice(1));
        if (takes(name)) {
          option(name, arg, rest.shift(), false);
          index++;
        } else {
          option(name, arg, undefined, undefined);
        }
      } else if (/^-[^-]./u.test(arg)) {
        const letters = [...arg.slice(1)];
        const first = byShort(letters[0]);
        if (isText(first)) {
          option(first, `-${letters[0]}`, letters.slice(1).join(''), true);
          continue;
        }
        // -abc is -a -b -c, up to one that takes the rest.
        const split = [];
        for (const [at, letter] of letters.entries()) {
          if (isText(byShort(letter)) && at < letters.length - 1) {
            split.push(`-${letters.slice(at).join('')}`);
            break;
          }
          split.push(`-${letter}`);
        }
        rest.unshift(...split);
        grouped = split.length;
      } else if (/^--./.test(arg)) {
        const at = arg.indexOf('=', 3);
        const name = at < 0 ? arg.slice(2) : arg.slice(2, at);
        if (at >= 0) {
          option(name, `--${name}`, arg.slice(at + 1), true);
        } else if (takes(name)) {
          option(name, arg, rest.shift(), false);
          index++;
        } else {
          option(name, arg, undefined, undefined);
        }
      } else {
        push({ kind: 'positional', index, value: arg });
      }
    }
    return tokens;
  };

  const checkStrict = (token, options, allowPositionals) => {
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw unknown(token.rawName, allowPositionals);
    const shown = `${option.short ? `-${option.short}, ` : ''}--${token.name}`;
    if (option.type === 'string' && typeof token.value !== 'string') throw wrongValue(`Option '${shown} <value>' argument missing`);
    if (option.type === 'boolean' && token.value !== undefined && token.value !== null) throw wrongValue(`Option '${shown}' does not take an argument`);
    if (token.inlineValue === false && token.value.length > 1 && token.value.startsWith('-')) {
      const own = token.rawName.startsWith('--') ? token.rawName : `${token.rawName}`;
      const example = token.rawName.startsWith('--') ? `'${token.rawName}=-XYZ'` : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
      throw wrongValue(`Option '${own}' argument is ambiguous.\nDid you forget to specify the option argument for '${own}'?\nTo specify an option argument starting with a dash use ${example}.`);
    }
  };

  const parseArgs = (config = {}) => {
    const { args = process.argv.slice(2), strict = true, options = {}, tokens: wantsTokens = false, allowNegative = false } = config;
    const allowPositionals = config.allowPositionals ?? !strict;
    if (!Array.isArray(args)) throw argumentType('args', 'an instance of Array', args);
    check(options);
    const tokens = tokensOf(args, options);
    const values = Object.create(null);
    const positionals = [];
    const store = (name, value) => {
      if (name === '__proto__') return;
      if (!options[name]?.multiple) values[name] = value;
      else (values[name] ??= []).push(value);
    };
    for (const token of tokens) {
      if (token.kind === 'positional') {
        if (!allowPositionals) throw withCode(TypeError, 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', `Unexpected argument '${token.value}'. This command does not take positional arguments`);
        positionals.push(token.value);
      } else if (token.kind === 'option') {
        const positive = token.rawName.startsWith('--no-') ? token.name.slice(3) : undefined;
        const isNegative = allowNegative && positive !== undefined && token.value === undefined && options[positive]?.type === 'boolean' && !Object.hasOwn(options, token.name);
        if (strict && !isNegative) checkStrict(token, options, allowPositionals);
        store(isNegative ? positive : token.name, isNegative ? false : (token.value ?? true));
      }
    }
    for (const [name, option] of Object.entries(options)) {
      if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
    }
    return wantsTokens ? { values, positionals, tokens } : { values, positionals };
  };
  return { parseArgs };
})
