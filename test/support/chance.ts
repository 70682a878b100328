import fc from 'fast-check'

// CI tries the same values each time: it judges a change, and what nobody has seen yet is for `make fuzz` to find and
// for everybody's own runs.
if (process.env.CI) fc.configureGlobal({ seed: 9568 })
