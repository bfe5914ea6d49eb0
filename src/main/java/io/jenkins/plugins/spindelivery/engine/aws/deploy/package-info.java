/** The deploy of a server group, and what becomes of the older ones of its cluster. */
package io.jenkins.plugins.spindelivery.engine.aws.deploy;
