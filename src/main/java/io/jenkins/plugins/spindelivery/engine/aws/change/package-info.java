/**
 * Changes of live server groups: their size, whether they get traffic, their end, and the way back to an earlier one.
 * Begin with {@link io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChange}.
 */
package io.jenkins.plugins.spindelivery.engine.aws.change;
