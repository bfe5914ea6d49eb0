/**
 * Expressions: {@code ${ … }} in manifests and parameters, in Spring's expression language (SpEL), in a closed world.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.engine.expression.Expressions} is the way in. Spring's parser reads an
 * expression; what it then means is decided here, node by node, and never by Spring's own evaluation: that one
 * reaches Java classes by reflection, and can't tell a missing name (an error here) from a missing name before
 * {@code ?:} (fine). Nothing in this package calls a method by its name, so there is no way from an expression to a
 * class: a method exists when a {@code MethodTable} has it.
 *
 * <p>The rules, where they differ from Spinnaker or where it leaves them open:
 *
 * <ul>
 *   <li>A text that is exactly one expression becomes the result with its type. In mixed text a list or map is
 *       written as JSON, and {@code null} is an error: {@code image:} with nothing behind it helps nobody. As the
 *       whole value {@code null} is JSON's null.
 *   <li>A name that a known map does not have is an error with a suggestion, by {@code a.b} and by {@code a['b']}
 *       alike, unless {@code ?:} gives a default or {@code ?.} or {@code get('b')} ask for null. Spinnaker leaves the
 *       text as it is, which the cluster then sees.
 *   <li>A text is foreign, and arrives untouched, when it uses names that nobody gave and nothing of ours:
 *       {@code ${server.port}}, {@code ${HOME}}, {@code ${my-name}}, {@code ${#array}}, {@code ${foo(1)}}. So is a
 *       shell's positional parameter: one or two digits. Foreign and given names mixed in one expression are an error.
 *   <li>Text that is no well-formed expression stays as it is, and what stands inside it is looked at by itself:
 *       in {@code ${TAG:-${parameters.tag}}} the inner one is evaluated.
 *   <li>A result is never evaluated again: {@code ${'${X}'}} is how a literal {@code ${X}} is written.
 *   <li>Whole numbers do not overflow; decimals are doubles; a condition takes true and false, also as text.
 *   <li>Nothing is random ({@code Random}, {@code UUID}): what was planned is what is deployed. Dates come from the
 *       clock that the caller passes.
 *   <li>{@code matches}, {@code split}, {@code replaceAll} and {@code replaceFirst} take regular expressions without
 *       repeated groups, back references and look-around, so that matching can't take forever.
 * </ul>
 *
 * <p>Messages name things, never values: any value may be a secret, and so may a text literal in an expression.
 */
package io.jenkins.plugins.spindelivery.engine.expression;
