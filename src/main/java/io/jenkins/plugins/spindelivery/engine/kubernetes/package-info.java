/**
 * The live cluster: talking to its API, deciding what a manifest means there, deploying and deleting as operations, and
 * telling how an object is doing.
 */
package io.jenkins.plugins.spindelivery.engine.kubernetes;
