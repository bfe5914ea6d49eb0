/**
 * Long work as a value: an operation makes one bounded, repeatable move from one saved state to the next, and survives
 * the process that runs it.
 */
package io.jenkins.plugins.spindelivery.engine.operation;
