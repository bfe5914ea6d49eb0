/**
 * What starts jobs: webhooks of Harbor, registries, GitHub, GitLab and anybody else, and looks at registries. What is
 * delivered goes into a journal before it is answered; a dispatcher asks the jobs' triggers what it means, writes each
 * start into a second journal, and lets an entry go when the build is on disk. Begin with {@link
 * io.jenkins.plugins.spindelivery.trigger.SpinTrigger}, {@link io.jenkins.plugins.spindelivery.trigger.WebhookRoot} and
 * {@link io.jenkins.plugins.spindelivery.trigger.Dispatcher}.
 */
package io.jenkins.plugins.spindelivery.trigger;
