(function(d){d.className="js";try{var t=localStorage.getItem("theme");if(t=="light"||t=="dark")d.dataset.theme=t}catch(e){}})(document.documentElement)
