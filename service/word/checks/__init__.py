"""What is wrong with a template or its values, each fault with its place.

statements, balance   which tags open and close what
pieces, syntax, scopes, hints   faults of expressions and names, and what was probably meant
unfit, unlike         values of no use to a filter; comparisons that could not be trusted
prints                which tags can print a value as it is
wanted, schema        what values a template asks for; dummies: values of that shape
missing               which of them are not there
contract              what a new version asks for that the old did not; data no tag uses
"""
