/**
 * What must survive a crash of Jenkins before anybody is told that it was accepted: a journal on disk. Begin with {@link
 * io.jenkins.plugins.spindelivery.durable.Journal}. It knows nothing of webhooks or notifications, and nothing of
 * Jenkins either.
 */
package io.jenkins.plugins.spindelivery.durable;
