/** Packages that ship only ES modules and are loaded by tests inside jest, which runs CommonJS. */
const esmOnly = ['@prisma/schema-engine-wasm', 'cookie'];

const common = {
  testEnvironment: 'node',
  transform: {
    '\\.[mc]?[tj]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
};

const project = (name, extra = {}) => ({
  ...common,
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  ...extra,
});

export default {
  testTimeout: 60_000,
  projects: [
    project('unit'),
    project('replay'),
    project('timeskip', { globalSetup: '<rootDir>/tests/support/stack-time-skipping-setup.ts' }),
    project('integration', {
      globalSetup: '<rootDir>/tests/support/stack-setup.ts',
      globalTeardown: '<rootDir>/tests/support/stack-teardown.ts',
    }),
    project('e2e', {
      globalSetup: '<rootDir>/tests/support/console-setup.ts',
      globalTeardown: '<rootDir>/tests/support/stack-teardown.ts',
    }),
  ],
};
