// type-graphql's decorators ask for it when a file of the schema is loaded, whichever file a test begins with.
import 'reflect-metadata'
