/** Connections to AWS that end with the process that uses them, for the property of resuming. */
package io.jenkins.plugins.spindelivery.engine.aws.life;
