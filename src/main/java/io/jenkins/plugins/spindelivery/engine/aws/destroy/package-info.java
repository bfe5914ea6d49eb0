/** Destroying by tags: server groups, load balancers, target groups, security groups and images, with protection. */
package io.jenkins.plugins.spindelivery.engine.aws.destroy;
