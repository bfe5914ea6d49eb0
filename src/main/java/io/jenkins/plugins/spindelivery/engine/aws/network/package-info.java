/**
 * Load balancers, target groups, listeners and security groups from a description: what differs is changed, what does not
 * is left alone, and nothing is touched that the description does not name.
 */
package io.jenkins.plugins.spindelivery.engine.aws.network;
