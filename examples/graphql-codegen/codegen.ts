import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  // A file, or the address of a running server: http://127.0.0.1:8080/schema.graphql
  schema: process.env.SCHEMA ?? '../../schema.graphql',
  documents: 'src/**/*.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'src/gql/': {
      preset: 'client',
      config: {
        documentMode: 'string',
        // What is asked for is always there, though it may be null.
        avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
        skipTypename: true,
        enumsAsTypes: true,
        onlyOperationTypes: true,
        useTypeImports: true,
        // A scalar that is not named here is an error, not `any`.
        strictScalars: true,
        scalars: {
          Date: 'string',
          DateTime: 'string',
          JSON: 'unknown',
          PartialDate: 'string',
          URL: 'string',
        },
      },
    },
  },
};

export default config;
