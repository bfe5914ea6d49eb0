/**
 * Notifications: hears of deliveries as a listener, finds out who is told, writes the messages at once and sends them
 * later, from an outbox that outlives Jenkins. Nothing here can hold up a build or make it fail.
 */
package io.jenkins.plugins.spindelivery.notify;
