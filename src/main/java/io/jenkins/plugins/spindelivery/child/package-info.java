/**
 * Other jobs that a delivery starts: found by name and checked, started once over crashes of Jenkins, waited for, stopped
 * with the delivery, and read when they have ended. {@link io.jenkins.plugins.spindelivery.child.StartJob} is the work;
 * {@link io.jenkins.plugins.spindelivery.child.ChildBuilds} is what it needs of Jenkins.
 */
package io.jenkins.plugins.spindelivery.child;
