/**
 * What begins a delivery from outside: payloads of webhooks, registries and Git servers, read and compared with what a
 * trigger waits for. Pure: whoever calls it has received the bytes, looked up the secret and knows the time.
 *
 * <p>Payloads come from strangers, and patterns and paths from whoever may configure a job. Both are limited, so that
 * no pair of them takes long: see {@link io.jenkins.plugins.spindelivery.engine.trigger.SafePattern}.
 */
package io.jenkins.plugins.spindelivery.engine.trigger;
