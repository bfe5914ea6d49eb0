/**
 * The webhook stage: a request to a server, and looks at a status until it has come to an end. What Spinnaker's stage does
 * is kept where it makes sense; see {@link io.jenkins.plugins.spindelivery.engine.webhook.StatusRules} and
 * {@link io.jenkins.plugins.spindelivery.engine.webhook.AnswerRules}.
 *
 * <p>Nothing secret is in a state: a credential is named, and whoever sends for the engine adds it.
 */
package io.jenkins.plugins.spindelivery.engine.webhook;
